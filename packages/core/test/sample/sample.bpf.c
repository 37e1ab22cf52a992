// SPDX-License-Identifier: Apache-2.0
/* A probe for tests: an event, a log line, or nothing, whenever someone calls getpriority(). */
#include <probekit/probe.bpf.h>

enum sample_event_type {
	SAMPLE_EVENT_CALLED = 1,
};

struct sample_called {
	struct probe_header header;
	struct probe_context context;
	__u32 which;
	__u32 who;
	__u64 number;
#ifdef WIDER
	__u64 extra;
#else
	__u32 extra;
#endif
	__u32 padding;
};

PROBE_RECORD(sample_called);
PROBE_EVENT_TYPES(sample_event_type);

const volatile bool log_calls = false;
const volatile __u32 copies = 1;
__u64 number;

SEC("tracepoint/syscalls/sys_enter_getpriority")
int on_call(struct trace_event_raw_sys_enter *ctx)
{
	if (!probe_filter())
		return 0;
	if (log_calls)
		probe_log(PROBE_LOG_WARN, "who %d of %x, %u%%", ctx->args[1], ctx->args[0], 7);
	for (int i = 0; i < 100 && i < copies; i++) {
		struct sample_called *event = probe_reserve(struct sample_called);

		if (!event)
			return 0;
		probe_fill_header(&event->header, SAMPLE_EVENT_CALLED);
		probe_fill_context(&event->context);
		event->which = ctx->args[0];
		event->who = ctx->args[1];
		event->number = number;
		__sync_fetch_and_add(&number, 1);
		event->extra = 0;
		event->padding = 0;
		probe_submit(event);
	}
	return 0;
}

/* For plans that no kernel takes. */
SEC("tracepoint/syscalls/sys_enter_no_such_call")
int on_nothing(struct trace_event_raw_sys_enter *ctx)
{
	return 0;
}

/* For the verifier to refuse. */
SEC("tracepoint/syscalls/sys_exit_getpriority")
int on_bad_read(struct trace_event_raw_sys_exit *ctx)
{
	return *(volatile int *)ctx->ret;
}
