// SPDX-License-Identifier: Apache-2.0
/*
 * Files that are opened, and those that could not be. Of a system call all is read when it ends, so
 * that nothing has to be remembered.
 */
#include "io_uring.bpf.h"

PROBE_RECORD(open_opened);
PROBE_EVENT_TYPES(open_event_type);
PROBE_ENUM(open_call);

static __always_inline void report_call(struct pt_regs *regs, enum open_call call, long ret)
{
	struct probe_scratch *scratch;
	struct open_opened *event;
	struct request request;

	scratch = probe_record_begin(sizeof(*event), OPEN_EVENT_OPENED);
	if (!scratch)
		return;
	event = (struct open_opened *)scratch->record;
	if (!read_request(&request, regs, call)) {
		scratch->flags |= PROBE_FLAG_UNREADABLE;
		__builtin_memset(&request.how, 0, sizeof(request.how));
	}
	event->name = (struct probe_data){};
	if (request.name)
		event->name = probe_append_user_str(scratch, request.name, PROBE_PATH_MAX);
	report(scratch, &request, call, ret, ret);
}

/* A signal has interrupted the call, which begins again: its result is the kernel's own (linux/errno.h). */
static __always_inline bool is_restarted(long ret)
{
	return ret <= -512 && ret >= -516;
}

PROBE_ARG(on_sys_exit, regs);
PROBE_ARG(on_sys_exit, ret);

/*
 * One program on the exit of every call, rather than one on each of the five that matter: an open costs
 * some 0.2 us less, calls that do not matter 0.05 us more, and there is one program to detach.
 */
SEC("tp_btf/sys_exit")
int on_sys_exit(__u64 *ctx)
{
	struct pt_regs *regs = (struct pt_regs *)ARG(on_sys_exit, regs);
	long ret = ARG(on_sys_exit, ret);
	int call = call_by_number(probe_direct_syscall_number(regs));

	if (call < 0 || is_restarted(ret))
		return 0;
	if (!result_wanted(ret) || probe_syscall_is_32_bit() || !probe_filter())
		return 0;
	report_call(regs, call, ret);
	return 0;
}
