/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_log(PROBE_LOG_WARN, "no entry for tid %u", tid): a line from a BPF program to the
 * session's `log` event. Up to four arguments; %u %d %x, and their %l.. forms; the text is
 * put together in user space, so that it works on kernels without bpf_snprintf().
 */
#ifndef PROBEKIT_LOG_BPF_H
#define PROBEKIT_LOG_BPF_H

#include "context.bpf.h"
#include "ring.bpf.h"

enum probe_log_level {
	PROBE_LOG_ERROR = 1,
	PROBE_LOG_WARN = 2,
	PROBE_LOG_INFO = 3,
	PROBE_LOG_DEBUG = 4,
};

static __always_inline void probekit_log(__u32 level, const char *text, __u32 text_bytes,
					 const __u64 *args, __u32 arg_count)
{
	struct probe_log_record *record;
	__u64 pid_tgid = bpf_get_current_pid_tgid();

	record = bpf_ringbuf_reserve(&probekit_ring, sizeof(*record), 0);
	if (!record) {
		probe_count_loss(log_dropped);
		return;
	}
	__builtin_memset(record, 0, sizeof(*record));
	probe_fill_header(&record->header, PROBE_EVENT_LOG);
	record->pid = pid_tgid >> 32;
	record->tid = (__u32)pid_tgid;
	record->level = level;
	record->arg_count = arg_count;
	for (int i = 0; i < PROBE_LOG_ARGS; i++)
		record->args[i] = i < arg_count ? args[i] : 0;
	bpf_probe_read_kernel(record->text, text_bytes, text);
	probe_submit(record);
}

#define probe_log(level, format, ...)                                                              \
	({                                                                                         \
		static const char __text[] = format;                                               \
		const __u64 __args[] = { 0, ##__VA_ARGS__ };                                       \
		_Static_assert(sizeof(__text) <= PROBE_LOG_TEXT_LEN, "log text too long");         \
		_Static_assert(sizeof(__args) <= 8 * (PROBE_LOG_ARGS + 1),                         \
			       "too many log arguments");                                          \
		probekit_log(level, __text, sizeof(__text), __args + 1, sizeof(__args) / 8 - 1);   \
	})

#endif /* PROBEKIT_LOG_BPF_H */
