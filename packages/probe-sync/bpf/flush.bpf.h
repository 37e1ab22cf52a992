/* SPDX-License-Identifier: Apache-2.0 */
/* A call that flushes, from its beginning to its end. */
#ifndef PROBE_SYNC_FLUSH_BPF_H
#define PROBE_SYNC_FLUSH_BPF_H

#include "calls.bpf.h"

const volatile bool histogram_only = false;
const volatile __u64 min_latency_ns = 0;

/* Whether this plan's programs at the end of calls can be skipped without the kernel's telling. */
const volatile bool ends_can_be_skipped = false;

PROBE_HISTOGRAM(latency, SYNC_CALLS);

struct flush {
	__u64 start_ns;
	struct file *file;     /* NULL: none, or not known */
	struct dentry *dentry; /* of the file that msync() has flushed, see still_same() */
	__s32 fd;
	__u32 call;        /* enum sync_call */
	__u32 stack_depth; /* of the file system whose file a write flushes ... */
	__u32 nested;      /* ... and how many flushes of files below are under way in it */
};

/*
 * By tid, for the length of one call. Full only when so many threads flush at one moment: a
 * call that finds no room is counted and not told.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct flush);
} flushing SEC(".maps");

/*
 * For subjects that the filter lets pass. `fd` is not looked at where the call has none, nor
 * `stack_depth` where it is no write.
 */
static __always_inline void flush_begins(enum sync_call call, __s32 fd, __u32 stack_depth)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct flush flush = { .fd = SYNC_NO_FD, .call = call, .stack_depth = stack_depth };

	if (call_has_fd(call)) {
		flush.fd = fd;
		if (!histogram_only)
			flush.file = probe_file(fd);
	}
	if (ends_can_be_skipped && bpf_map_lookup_elem(&flushing, &tid))
		probe_count_loss(unpaired);
	flush.start_ns = bpf_ktime_get_boot_ns();
	if (bpf_map_update_elem(&flushing, &tid, &flush, BPF_ANY))
		probe_count_loss(map_full);
}

/* What a thread leaves behind that ends: a call whose end was skipped. */
static __always_inline void forget_flush(void)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();

	if (!bpf_map_delete_elem(&flushing, &tid))
		probe_count_loss(unpaired);
}

/*
 * Whether the file is still what it was, which the call itself does not see to: another thread
 * may have closed or unmapped it meanwhile, and its memory be another file's.
 */
static __always_inline bool still_same(struct flush *flush)
{
	struct file *file = flush->file;

	if (call_has_fd(flush->call))
		return probe_file(flush->fd) == file;
	return BPF_CORE_READ(file, f_path.dentry) == flush->dentry;
}

/*
 * The path of the file that was flushed. Pipes, sockets and the like have none: they are in no
 * directory, and what the kernel has as their name is no path.
 */
static __always_inline struct probe_data flushed_path(struct probe_scratch *scratch,
						      struct flush *flush)
{
	struct file *file = flush->file;

	if (!file)
		return (struct probe_data){};
	if (!still_same(flush)) {
		scratch->flags |= PROBE_FLAG_UNREADABLE;
		return (struct probe_data){};
	}
	if (probe_is_pathless(&file->f_path))
		return (struct probe_data){};
	return probe_append_path(scratch, BPF_CORE_READ(file, f_path.dentry),
				 BPF_CORE_READ(file, f_path.mnt));
}

static __always_inline void report_flush(struct flush *flush, long ret, __u64 latency_ns)
{
	struct probe_scratch *scratch;
	struct sync_flushed *event;
	__u16 number = flush->call == SYNC_CALL_WRITE ? SYNC_EVENT_WRITTEN : SYNC_EVENT_SYNCED;

	scratch = probe_record_begin(sizeof(*event), number);
	if (!scratch)
		return;
	event = (struct sync_flushed *)scratch->record;

	probe_fill_context(&event->context);
	event->latency_ns = latency_ns;
	event->fd = flush->fd;
	event->ret = ret;
	event->call = flush->call;
	event->reserved = 0;
	event->path = flushed_path(scratch, flush);
	probe_record_submit(scratch);
}

/* A function of its own in BPF too: it is long, and a plan may have it in a dozen programs. */
static __noinline void flush_ends(long ret)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct flush *found = bpf_map_lookup_elem(&flushing, &tid);
	struct flush flush;
	__u64 latency_ns;

	if (!found)
		return;
	flush = *found;
	bpf_map_delete_elem(&flushing, &tid);
	latency_ns = bpf_ktime_get_boot_ns() - flush.start_ns;
	if (min_latency_ns && latency_ns < min_latency_ns)
		return;
	if (histogram_only)
		probe_histogram_add(latency, flush.call, latency_ns);
	else
		report_flush(&flush, ret, latency_ns);
}

#endif /* PROBE_SYNC_FLUSH_BPF_H */
