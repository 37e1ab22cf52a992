// SPDX-License-Identifier: Apache-2.0
/* A probe for tests: counts calls of getpriority() in a table, and tells of them if asked. */
#include <probekit/probe.bpf.h>

enum tally_event_type {
	TALLY_EVENT_ASKED = 1,
	TALLY_EVENT_ANSWERED = 2,
	TALLY_EVENT_CALLS = 3,
	TALLY_EVENT_SPARE = 4,
};

struct tally_asked {
	struct probe_header header;
	__u32 who;
	__u32 reserved;
};

struct tally_answered {
	struct probe_header header;
	__s64 priority;
};

struct tally_key {
	__u32 which;
	__u32 who;
};

struct tally_calls {
	__u64 calls;
	char comm[PROBE_COMM_LEN];
};

PROBE_RECORD(tally_asked);
PROBE_RECORD(tally_answered);
PROBE_EVENT_TYPES(tally_event_type);
PROBE_TABLE(calls, struct tally_key, struct tally_calls, 64);
PROBE_TABLE(spare, struct tally_key, struct tally_calls, 64);

static __always_inline void count_call(__u32 which, __u32 who)
{
	struct tally_key key = { .which = which, .who = who };
	struct tally_calls *row;
	bool is_new;

	row = probe_table_row(calls, &key, &is_new);
	if (!row)
		return;
	if (is_new)
		bpf_get_current_comm(row->comm, sizeof(row->comm));
	__sync_fetch_and_add(&row->calls, 1);
}

SEC("tracepoint/syscalls/sys_enter_getpriority")
int on_call(struct trace_event_raw_sys_enter *ctx)
{
	struct tally_asked *event;

	if (!probe_filter())
		return 0;
	if (probe_event_wanted(TALLY_EVENT_CALLS))
		count_call(ctx->args[0], ctx->args[1]);
	event = probe_reserve(struct tally_asked, TALLY_EVENT_ASKED);
	if (!event)
		return 0;
	event->who = ctx->args[1];
	event->reserved = 0;
	probe_submit(event);
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_getpriority")
int on_return(struct trace_event_raw_sys_exit *ctx)
{
	struct tally_answered *event;

	if (!probe_filter())
		return 0;
	event = probe_reserve(struct tally_answered, TALLY_EVENT_ANSWERED);
	if (!event)
		return 0;
	event->priority = ctx->ret;
	probe_submit(event);
	return 0;
}
