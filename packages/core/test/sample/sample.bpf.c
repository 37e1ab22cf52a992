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

/* What getpriority() asks about. */
enum sample_which {
	SAMPLE_WHICH_PROCESS,
	SAMPLE_WHICH_GROUP,
	SAMPLE_WHICH_USER,
};

PROBE_ENUM(sample_which);
PROBE_HISTOGRAM(asked_for, 3);
PROBE_RECORD(sample_called);
PROBE_EVENT_TYPES(sample_event_type);

const volatile bool log_calls = false;
const volatile __u32 copies = 1;
__u64 number;

static __always_inline bool report(__u32 which, __u32 who)
{
	struct sample_called *event = probe_reserve(struct sample_called, SAMPLE_EVENT_CALLED);

	if (!event)
		return false;
	probe_fill_context(&event->context);
	event->which = which;
	event->who = who;
	event->number = number;
	__sync_fetch_and_add(&number, 1);
	event->extra = 0;
	event->padding = 0;
	probe_submit(event);
	return true;
}

SEC("tracepoint/syscalls/sys_enter_getpriority")
int on_call(struct trace_event_raw_sys_enter *ctx)
{
	if (!probe_filter())
		return 0;
	probe_histogram_add(asked_for, SAMPLE_WHICH_PROCESS, ctx->args[1]);
	if (log_calls)
		probe_log(PROBE_LOG_WARN, "who %d of %x, %u%% of %s", ctx->args[1], ctx->args[0], 7,
			  probe_current()->comm);
	for (int i = 0; i < 100 && i < copies; i++) {
		if (!report(ctx->args[0], ctx->args[1]))
			return 0;
	}
	return 0;
}

/* An event for each sample of what runs, whatever it calls. */
SEC("perf_event")
int on_sample(void *ctx)
{
	if (probe_filter())
		report(0, 0);
	return 0;
}

/* An event for each thread that ends. */
SEC("tp_btf/sched_process_exit")
int on_end(__u64 *ctx)
{
	if (probe_filter())
		report(0, 0);
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
