/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tracepoint plan: the exit of every system call. What a call returns is what it has moved,
 * and its arguments are still in the registers.
 */
#ifndef PROBE_FILETOP_EXITS_BPF_H
#define PROBE_FILETOP_EXITS_BPF_H

#include "calls.bpf.h"
#include "rows.bpf.h"

/* The two ABIs give the same numbers to different calls. */
static __always_inline enum call current_call(struct pt_regs *regs, bool *is_32_bit)
{
	long number = probe_direct_syscall_number(regs);
	enum call call = call_by_number(number);
	enum call call_32 = call_by_number_32(number);

	if (!is_counted(call) && !is_counted(call_32))
		return CALL_OTHER;
	*is_32_bit = probe_direct_syscall_is_32_bit();
	call = *is_32_bit ? call_32 : call;
	return is_counted(call) ? call : CALL_OTHER;
}

PROBE_ARG(on_sys_exit, regs);
PROBE_ARG(on_sys_exit, ret);

SEC("tp_btf/sys_exit")
int on_sys_exit(__u64 *ctx)
{
	struct pt_regs *regs = (struct pt_regs *)ARG(on_sys_exit, regs);
	long ret = ARG(on_sys_exit, ret);
	struct transfer transfer = {};
	bool is_32_bit = false;
	enum call call;

	if (ret < 0)
		return 0;
	call = current_call(regs, &is_32_bit);
	if (call == CALL_OTHER || !probe_filter())
		return 0;
	/* Another thread can have closed it meanwhile. */
	if (!find_transfer(call_descriptors(call, regs, is_32_bit), &transfer))
		probe_count_loss(unpaired);
	count_transfer(&transfer, ret);
	return 0;
}

#endif /* PROBE_FILETOP_EXITS_BPF_H */
