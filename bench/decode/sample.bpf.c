// SPDX-License-Identifier: Apache-2.0
/* The records of bench/decode.mjs. Only their layout is used: what they hold is written by records.mjs. */
#include <probekit/probe.bpf.h>

enum sample_event_type {
	SAMPLE_EVENT_OPENED = 1,
};
PROBE_EVENT_TYPES(sample_event_type);

struct sample_opened {
	struct probe_header header;
	struct probe_context context;
	__s32 fd;
	__u32 flags;
	__u64 duration_ns;
	struct probe_data path;
};
_Static_assert(sizeof(struct sample_opened) == 104, "struct sample_opened");
PROBE_RECORD(sample_opened);

SEC("tp_btf/sched_process_hang")
int on_hang(__u64 *ctx)
{
	return 0;
}
