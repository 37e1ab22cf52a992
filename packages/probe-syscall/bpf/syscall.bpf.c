// SPDX-License-Identifier: Apache-2.0
/*
 * Every system call with its arguments, result and latency. One program sees all of them begin
 * and one sees them end; a map has what must be known of a call in between.
 */
#include "arguments.bpf.h"
#include "stack.bpf.h"
#include "wanted.bpf.h"

PROBE_RECORD(syscall_call);
PROBE_EVENT_TYPES(syscall_event_type);
PROBE_ENUM(syscall_abi);

const volatile bool failed_only = false;
const volatile bool keep_arguments = true;
const volatile __u64 min_latency_ns = 0;

/* A row for each call of an ABI: there are some 900, and numbers of no call. */
PROBE_TABLE(summary, struct syscall_summary_key, struct syscall_summary_row, 2048);

static __always_inline void count_call(struct call *call, __s64 ret, __u64 latency_ns)
{
	struct syscall_summary_key key = { .call = call->id };
	struct syscall_summary_row *row;
	bool is_new;

	row = probe_table_row(summary, &key, &is_new);
	if (!row)
		return;
	__sync_fetch_and_add(&row->count, 1);
	__sync_fetch_and_add(&row->total_ns, latency_ns);
	if (is_error(ret))
		__sync_fetch_and_add(&row->errors, 1);
	/* Of two that come at once the smaller may win: atomics with a result are of Linux 5.12. */
	if (row->max_ns < latency_ns)
		row->max_ns = latency_ns;
}

static __always_inline void report_call(void *ctx, struct call *call, __u64 task, __s64 ret,
					bool returned, __u64 latency_ns)
{
	struct probe_scratch *scratch;
	struct syscall_call *event;

	scratch = probe_record_begin(sizeof(*event), SYSCALL_EVENT_CALL);
	if (!scratch)
		return;
	event = (struct syscall_call *)scratch->record;

	probe_fill_context(&event->context);
	event->latency_ns = latency_ns;
	event->ret = ret;
	event->call = call->id;
	event->returned = returned;
	event->error = is_error(ret) ? ret : 0;
	event->args = (struct probe_args){};
	if (keep_arguments)
		event->args = add_arguments(scratch, call, task, ret);
	event->stack = (struct probe_args){};
	if (keep_stack)
		event->stack = add_stack(ctx, scratch);
	probe_record_submit(scratch);
}

static __always_inline void forget_call(struct call *call, __u64 task)
{
	if (call->saved_bytes > SHORT_ARGUMENTS)
		bpf_map_delete_elem(&long_arguments, &task);
	bpf_map_delete_elem(&calls, &task);
}

static __always_inline void end_call(void *ctx, __u64 task, __s64 ret, bool returned)
{
	struct call *call = bpf_map_lookup_elem(&calls, &task);
	__u64 latency_ns;

	if (!call)
		return;
	latency_ns = returned ? bpf_ktime_get_boot_ns() - call->start_ns : 0;
	/* The compiler would make an atomic "or" of adding a 0 that it knows: of Linux 5.12. */
	barrier_var(latency_ns);
	if (latency_ns >= min_latency_ns && (!failed_only || is_error(ret))) {
		if (returned && probe_event_wanted(SYSCALL_EVENT_SUMMARY))
			count_call(call, ret, latency_ns);
		report_call(ctx, call, task, ret, returned, latency_ns);
	}
	forget_call(call, task);
}

/* Keeps the call that is at the start of the scratch until it ends. */
static __always_inline void keep_call(struct call *call, __u64 task)
{
	if (call->saved_bytes > SHORT_ARGUMENTS &&
	    bpf_map_update_elem(&long_arguments, &task, call->arguments, BPF_ANY)) {
		call->saved_bytes = 0;
		call->saved = 0;
		call->saved_count = 0;
		call->saved_flags = 0;
	}
	call->start_ns = bpf_ktime_get_boot_ns();
	if (bpf_map_update_elem(&calls, &task, call, BPF_ANY))
		probe_count_loss(map_full);
}

SEC("tp_btf/sys_enter")
int call_begins(__u64 *ctx)
{
	struct pt_regs *regs = (struct pt_regs *)ctx[0];
	bool compat = probe_syscall_is_32_bit();
	__u64 task = bpf_get_current_task();
	struct probe_scratch *scratch;
	__u32 number = ctx[1];
	struct call *call;
	bool ends_now;

	if (!is_wanted(compat, number) || !probe_filter())
		return 0;
	scratch = probe_scratch_take();
	if (!scratch)
		return 0;
	call = (struct call *)scratch->record;
	call->id = SYSCALL_ID(compat ? COMPAT_ABI : NATIVE_ABI, number);
	call->saved = 0;
	call->saved_bytes = 0;
	read_registers(call->raw, regs, compat);
	if (keep_arguments && probe_event_wanted(SYSCALL_EVENT_CALL))
		save_arguments(scratch, call);
	ends_now = never_returns(call->id);
	keep_call(call, task);
	probe_scratch_release(scratch);
	if (ends_now)
		end_call(ctx, task, 0, false);
	return 0;
}

/*
 * Whether a call that the task has kept is not the one that ends: the kernel has skipped the end of
 * the former. Without a number (-1: rt_sigreturn, a tracer) that cannot be told. An exec ends with its
 * own number, or with the one that execve() has for the new program.
 */
static __always_inline bool is_another(struct call *call, struct pt_regs *regs)
{
	int number = probe_direct_syscall_number(regs);

	if (number < 0 || (__u32)number == (__u32)call->id)
		return false;
	return !replaces_memory(call->id) || (number != NR_EXECVE && number != COMPAT_NR_EXECVE);
}

SEC("tp_btf/sys_exit")
int call_ends(__u64 *ctx)
{
	__u64 task = bpf_get_current_task();
	struct call *call = bpf_map_lookup_elem(&calls, &task);

	if (!call)
		return 0;
	if (is_another(call, (struct pt_regs *)ctx[0])) {
		probe_count_loss(unpaired);
		forget_call(call, task);
		return 0;
	}
	end_call(ctx, task, ctx[1], true);
	return 0;
}
