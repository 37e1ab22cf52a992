/* SPDX-License-Identifier: Apache-2.0 */
/*
 * probe_log(PROBE_LOG_WARN, "%s has no entry for %u", task->comm, tid): a line from a BPF
 * program to the session's `log` event.
 *
 * Up to four arguments: integers for %u %d %x and their %l.. forms, and strings in kernel
 * memory for %s, of which 63 bytes are kept. The text is put together in user space, so that
 * it works on kernels without bpf_snprintf().
 *
 * Each object says at most PROBE_LOG_LINES_MAX lines a second; what is beyond that, or finds
 * no room in the ring, is counted (log_dropped).
 */
#ifndef PROBEKIT_LOG_BPF_H
#define PROBEKIT_LOG_BPF_H

#include "context.bpf.h"
#include "ring.bpf.h"

#define PROBE_LOG_LINES_MAX 100

enum probe_log_level {
	PROBE_LOG_ERROR = 1,
	PROBE_LOG_WARN = 2,
	PROBE_LOG_INFO = 3,
	PROBE_LOG_DEBUG = 4,
};

struct probekit_log_rate {
	__u64 second; /* of the boot clock */
	__u64 lines;  /* in it */
};

static struct probekit_log_rate probekit_log_rate;

/* Two CPUs that begin a second together may let a few lines more through. */
static __always_inline bool probekit_log_allowed(void)
{
	__u64 second = bpf_ktime_get_boot_ns() / 1000000000;

	if (probekit_log_rate.second != second) {
		probekit_log_rate.second = second;
		probekit_log_rate.lines = 0;
	}
	__sync_fetch_and_add(&probekit_log_rate.lines, 1);
	return *(volatile __u64 *)&probekit_log_rate.lines <= PROBE_LOG_LINES_MAX;
}

static __always_inline struct probe_log_record *probekit_log_reserve(void)
{
	struct probe_log_record *record = NULL;

	if (probekit_log_allowed())
		record = bpf_ringbuf_reserve(&probekit_ring, sizeof(*record), 0);
	if (!record)
		probe_count_loss(log_dropped);
	return record;
}

static __always_inline void probekit_log(__u32 level, const char *text, __u32 text_bytes,
					 const __u64 *args, __u32 arg_count, __u32 string_args)
{
	struct probe_log_record *record = probekit_log_reserve();
	__u64 pid_tgid = bpf_get_current_pid_tgid();

	if (!record)
		return;
	__builtin_memset(record, 0, sizeof(*record));
	probe_fill_header(&record->header, PROBE_EVENT_LOG);
	record->pid = pid_tgid >> 32;
	record->tid = (__u32)pid_tgid;
	record->level = level;
	record->arg_count = arg_count;
	record->string_args = string_args;
	for (int i = 0; i < PROBE_LOG_ARGS && i < arg_count; i++) {
		record->args[i] = args[i];
		if (string_args & (1U << i))
			bpf_probe_read_kernel_str(record->strings[i], PROBE_LOG_STRING_LEN,
						  (void *)args[i]);
	}
	bpf_probe_read_kernel(record->text, text_bytes, text);
	probe_submit(record);
}

/* The number of arguments, 0 to 4, and what is made of each. */
#define PROBEKIT_LOG_COUNT(...) PROBEKIT_LOG_SIXTH(0, ##__VA_ARGS__, 4, 3, 2, 1, 0)
#define PROBEKIT_LOG_SIXTH(zero, a, b, c, d, count, ...) count
#define PROBEKIT_LOG_IS_STRING(arg) _Generic((arg), char *: 1U, const char *: 1U, default: 0U)

#define PROBEKIT_LOG_ARGS_0() 0
#define PROBEKIT_LOG_ARGS_1(a) (__u64)(a)
#define PROBEKIT_LOG_ARGS_2(a, b) (__u64)(a), (__u64)(b)
#define PROBEKIT_LOG_ARGS_3(a, b, c) (__u64)(a), (__u64)(b), (__u64)(c)
#define PROBEKIT_LOG_ARGS_4(a, b, c, d) (__u64)(a), (__u64)(b), (__u64)(c), (__u64)(d)

#define PROBEKIT_LOG_STRINGS_0() 0
#define PROBEKIT_LOG_STRINGS_1(a) PROBEKIT_LOG_IS_STRING(a)
#define PROBEKIT_LOG_STRINGS_2(a, b) (PROBEKIT_LOG_STRINGS_1(a) | PROBEKIT_LOG_IS_STRING(b) << 1)
#define PROBEKIT_LOG_STRINGS_3(a, b, c)                                                            \
	(PROBEKIT_LOG_STRINGS_2(a, b) | PROBEKIT_LOG_IS_STRING(c) << 2)
#define PROBEKIT_LOG_STRINGS_4(a, b, c, d)                                                         \
	(PROBEKIT_LOG_STRINGS_3(a, b, c) | PROBEKIT_LOG_IS_STRING(d) << 3)

#define PROBEKIT_LOG_PASTE(name, count) name##count
#define PROBEKIT_LOG_CALL(name, count) PROBEKIT_LOG_PASTE(name, count)

#define probe_log(log_level, format, ...)                                                          \
	({                                                                                         \
		static const char __text[] = format;                                               \
		const __u64 __args[] = { PROBEKIT_LOG_CALL(                                        \
			PROBEKIT_LOG_ARGS_, PROBEKIT_LOG_COUNT(__VA_ARGS__))(__VA_ARGS__) };       \
		_Static_assert(sizeof(__text) <= PROBE_LOG_TEXT_LEN, "log text too long");         \
		probekit_log(log_level, __text, sizeof(__text), __args,                            \
			     PROBEKIT_LOG_COUNT(__VA_ARGS__),                                      \
			     PROBEKIT_LOG_CALL(PROBEKIT_LOG_STRINGS_,                              \
					       PROBEKIT_LOG_COUNT(__VA_ARGS__))(__VA_ARGS__));     \
	})

#endif /* PROBEKIT_LOG_BPF_H */
