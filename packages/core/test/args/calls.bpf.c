// SPDX-License-Identifier: Apache-2.0
/* A probe for tests: typed arguments of calls that have come to their end. */
#include <probekit/probe.bpf.h>
#include <probekit/syscall_args.bpf.h>
#include <bpf/bpf_endian.h>

enum calls_event_type {
	CALLS_EVENT_CONNECT = 1,
	CALLS_EVENT_OPENAT,
	CALLS_EVENT_EXECVE,
	CALLS_EVENT_WRITE,
	CALLS_EVENT_PIPE2,
	CALLS_EVENT_CLOCK_NANOSLEEP,
	CALLS_EVENT_FCHMODAT,
	CALLS_EVENT_SOCKET,
	CALLS_EVENT_SETSOCKOPT,
};

struct calls_call {
	struct probe_header header;
	struct probe_context context;
	__s64 ret;
	__u8 uneven; /* the tail does not begin at a multiple of 8 by itself */
	struct probe_data note;
	struct probe_args args;
	struct probe_args made;
};

PROBE_RECORD(calls_call);
PROBE_EVENT_TYPES(calls_event_type);

const volatile __u64 connect_types = 0;
const volatile __u64 openat_types = 0;
const volatile __u64 execve_types = 0;
const volatile __u64 write_types = 0;
const volatile __u64 pipe2_types = 0;
const volatile __u64 clock_nanosleep_types = 0;
const volatile __u64 fchmodat_types = 0;
const volatile __u64 socket_types = 0;
const volatile __u64 setsockopt_types = 0;

/* Arguments that no system call has, one of each function. */
static __always_inline struct probe_args made_up(struct probe_scratch *scratch)
{
	__u8 loopback6[16] = { [15] = 1 };
	__u8 loopback[4] = { 127, 0, 0, 1 };
	char name[] = "probekit";

	probe_args_begin(scratch);
	probe_arg_kernel_str(scratch, 0, name, 5);
	probe_arg_inet(scratch, 1, 2, loopback, bpf_htons(80));
	probe_arg_inet(scratch, 2, 10, loopback6, bpf_htons(443));
	probe_arg_int(scratch, 3, LONG_T, -3);
	probe_arg_kernel_bytes(scratch, 4, name, 3, 64);
	probe_arg_user_str(scratch, 5, (const char *)8, 64); /* unreadable */
	probe_arg_user_str(scratch, 6, NULL, 64);
	probe_arg_int(scratch, 7, UINT_T, -1);
	return probe_args_end(scratch);
}

static __always_inline int report(struct trace_event_raw_sys_exit *ctx, __u16 type, __u64 types)
{
	struct pt_regs *regs = probe_user_regs();
	__u64 raw[PROBE_ARGS_MAX] = {};
	struct probe_scratch *scratch;
	struct calls_call *event;
	char note[] = "odd";

	if (!probe_filter())
		return 0;
	scratch = probe_record_begin(sizeof(*event), type);
	if (!scratch)
		return 0;
	event = (struct calls_call *)scratch->record;
	raw[0] = probe_syscall_arg(regs, 0);
	raw[1] = probe_syscall_arg(regs, 1);
	raw[2] = probe_syscall_arg(regs, 2);
	raw[3] = probe_syscall_arg(regs, 3);

	probe_fill_context(&event->context);
	event->ret = ctx->ret;
	event->uneven = 0;
	event->note = probe_append_kernel_str(scratch, note, 64);
	probe_args_begin(scratch);
	probe_args_save(scratch, types, raw);
	event->args = probe_args_end(scratch);
	event->made = made_up(scratch);
	probe_record_submit(scratch);
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_connect")
int on_connect(struct trace_event_raw_sys_exit *ctx)
{
	return report(ctx, CALLS_EVENT_CONNECT, connect_types);
}

SEC("tracepoint/syscalls/sys_exit_openat")
int on_openat(struct trace_event_raw_sys_exit *ctx)
{
	return report(ctx, CALLS_EVENT_OPENAT, openat_types);
}

SEC("tracepoint/syscalls/sys_exit_execve")
int on_execve(struct trace_event_raw_sys_exit *ctx)
{
	if (ctx->ret >= 0) /* its memory is gone */
		return 0;
	return report(ctx, CALLS_EVENT_EXECVE, execve_types);
}

SEC("tracepoint/syscalls/sys_exit_write")
int on_write(struct trace_event_raw_sys_exit *ctx)
{
	return report(ctx, CALLS_EVENT_WRITE, write_types);
}

SEC("tracepoint/syscalls/sys_exit_pipe2")
int on_pipe2(struct trace_event_raw_sys_exit *ctx)
{
	return report(ctx, CALLS_EVENT_PIPE2, pipe2_types);
}

SEC("tracepoint/syscalls/sys_exit_clock_nanosleep")
int on_clock_nanosleep(struct trace_event_raw_sys_exit *ctx)
{
	return report(ctx, CALLS_EVENT_CLOCK_NANOSLEEP, clock_nanosleep_types);
}

SEC("tracepoint/syscalls/sys_exit_fchmodat")
int on_fchmodat(struct trace_event_raw_sys_exit *ctx)
{
	return report(ctx, CALLS_EVENT_FCHMODAT, fchmodat_types);
}

SEC("tracepoint/syscalls/sys_exit_socket")
int on_socket(struct trace_event_raw_sys_exit *ctx)
{
	return report(ctx, CALLS_EVENT_SOCKET, socket_types);
}

SEC("tracepoint/syscalls/sys_exit_setsockopt")
int on_setsockopt(struct trace_event_raw_sys_exit *ctx)
{
	return report(ctx, CALLS_EVENT_SETSOCKOPT, setsockopt_types);
}
