/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tracepoint and kprobe plans: one program sees all of the calls begin and one sees them
 * end. Which call it is they read from the registers, and not from the context: in a kprobe it
 * is not there, and a program that reads arguments from a tracepoint's cannot be attached to
 * sync(), which has none.
 */
#ifndef PROBE_SYNC_TRACEPOINTS_BPF_H
#define PROBE_SYNC_TRACEPOINTS_BPF_H

#include "synchronous.bpf.h"
#include "vfs_fsync_range.bpf.h"

static __always_inline int call_begins(void)
{
	struct pt_regs *regs;
	int call;

	if (!probe_filter())
		return 0;
	regs = probe_user_regs();
	call = call_by_number(probe_syscall_number(regs));
	if (call >= 0)
		flush_begins(call, probe_syscall_arg(regs, 0), 0);
	return 0;
}

SEC("tracepoint")
int sync_begins(void *ctx)
{
	return call_begins();
}

SEC("tracepoint")
int sync_ends(struct trace_event_raw_sys_exit *ctx)
{
	flush_ends(ctx->ret);
	return 0;
}

SEC("tracepoint")
int write_call_begins(struct trace_event_raw_sys_enter *ctx)
{
	write_begins(ctx->args[0], 0);
	return 0;
}

SEC("tracepoint")
int pwritev2_begins(struct trace_event_raw_sys_enter *ctx)
{
	write_begins(ctx->args[0], ctx->args[5]);
	return 0;
}

SEC("tracepoint")
int write_call_ends(struct trace_event_raw_sys_exit *ctx)
{
	write_ends(ctx->ret);
	return 0;
}

SEC("ksyscall")
int kprobe_begins(struct pt_regs *ctx)
{
	return call_begins();
}

SEC("kretsyscall")
int kprobe_ends(struct pt_regs *ctx)
{
	flush_ends(probe_result(ctx));
	return 0;
}

PROBE_ARG(kprobe_file_flush, file);

SEC("kprobe/vfs_fsync_range")
int kprobe_file_flush(struct pt_regs *ctx)
{
	file_flush_begins((struct file *)ARG(kprobe_file_flush, file));
	return 0;
}

SEC("kretprobe/vfs_fsync_range")
int kretprobe_file_flush(struct pt_regs *ctx)
{
	file_flush_ends((int)probe_result(ctx));
	return 0;
}

SEC("tp_btf/sched_process_exit")
int thread_ends(__u64 *ctx)
{
	forget_flush();
	return 0;
}

#endif /* PROBE_SYNC_TRACEPOINTS_BPF_H */
