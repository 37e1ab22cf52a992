// SPDX-License-Identifier: Apache-2.0
/*
 * Calls that flush files to disk, and how long they took. One program sees all of them
 * begin and one sees them end; a map has what must be known of a call in between.
 */
#include "calls.bpf.h"

PROBE_RECORD(sync_synced);
PROBE_EVENT_TYPES(sync_event_type);
PROBE_ENUM(sync_call);

const volatile bool histogram_only = false;
const volatile __u64 min_latency_ns = 0;

PROBE_HISTOGRAM(latency, SYNC_CALLS);

struct flush {
	__u64 start_ns;
	struct file *file; /* to see whether `fd` is still the same one at the end */
	__s32 fd;
	__u32 call; /* enum sync_call */
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
 * The call is read from the registers and not from the context: the kernel does not let a
 * program that reads arguments there be attached to sync(), which has none.
 */
SEC("tracepoint")
int sync_begins(void *ctx)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct flush flush = { .fd = SYNC_NO_FD };
	struct pt_regs *regs;
	int call;

	if (!probe_filter())
		return 0;
	regs = probe_user_regs();
	call = call_by_number(probe_syscall_number(regs));
	if (call < 0)
		return 0;
	flush.call = call;
	if (call_has_fd(call)) {
		flush.fd = probe_syscall_arg(regs, 0);
		if (!histogram_only)
			flush.file = probe_file(flush.fd);
	}
	flush.start_ns = bpf_ktime_get_boot_ns();
	if (bpf_map_update_elem(&flushing, &tid, &flush, BPF_ANY))
		probe_count_loss(map_full);
	return 0;
}

/* The path of the file that was flushed; pipes, sockets and the like have none. */
static __always_inline struct probe_data flushed_path(struct probe_scratch *scratch,
						      struct flush *flush)
{
	struct file *file = flush->file;
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
	struct vfsmount *mnt = BPF_CORE_READ(file, f_path.mnt);

	if (!file)
		return (struct probe_data){};
	if (probe_file(flush->fd) != file) { /* another thread has closed it meanwhile */
		scratch->flags |= PROBE_FLAG_UNREADABLE;
		return (struct probe_data){};
	}
	if (probe_is_pathless(&file->f_path))
		return (struct probe_data){};
	return probe_append_path(scratch, dentry, mnt);
}

static __always_inline void report_flush(struct flush *flush, long ret, __u64 latency_ns)
{
	struct probe_scratch *scratch;
	struct sync_synced *event;

	scratch = probe_record_begin(sizeof(*event), SYNC_EVENT_SYNCED);
	if (!scratch)
		return;
	event = (struct sync_synced *)scratch->record;

	probe_fill_context(&event->context);
	event->latency_ns = latency_ns;
	event->fd = flush->fd;
	event->ret = ret;
	event->call = flush->call;
	event->reserved = 0;
	event->path = flushed_path(scratch, flush);
	probe_record_submit(scratch);
}

SEC("tracepoint")
int sync_ends(struct trace_event_raw_sys_exit *ctx)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct flush *found = bpf_map_lookup_elem(&flushing, &tid);
	struct flush flush;
	__u64 latency_ns;

	if (!found)
		return 0;
	flush = *found;
	bpf_map_delete_elem(&flushing, &tid);
	latency_ns = bpf_ktime_get_boot_ns() - flush.start_ns;
	if (min_latency_ns && latency_ns < min_latency_ns)
		return 0;
	if (histogram_only)
		probe_histogram_add(latency, flush.call, latency_ns);
	else
		report_flush(&flush, ctx->ret, latency_ns);
	return 0;
}
