// SPDX-License-Identifier: Apache-2.0
/* Calls of getpriority(), and how often a thread has made one. */
#include <probekit/probe.bpf.h>
#include "mine.h"

PROBE_RECORD(mine_asked);
PROBE_EVENT_TYPES(mine_event_type);

const volatile __u64 least_times = 0;

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} calls SEC(".maps");

static __always_inline __u64 count_call(void)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	__u64 none = 0;
	__u64 *times;

	bpf_map_update_elem(&calls, &tid, &none, BPF_NOEXIST);
	times = bpf_map_lookup_elem(&calls, &tid);
	if (!times)
		return 0;
	return ++*times; /* no other thread has this one */
}

SEC("tracepoint/syscalls/sys_enter_getpriority")
int on_call(struct trace_event_raw_sys_enter *ctx)
{
	struct mine_asked *event;
	__u64 times;

	if (!probe_filter())
		return 0;
	times = count_call();
	if (times < least_times)
		return 0;
	event = probe_reserve(struct mine_asked, MINE_EVENT_ASKED);
	if (!event)
		return 0;
	probe_fill_context(&event->context);
	event->times = times;
	event->which = ctx->args[0];
	event->who = ctx->args[1];
	probe_submit(event);
	return 0;
}
