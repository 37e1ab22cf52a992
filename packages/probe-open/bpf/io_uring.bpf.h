/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are opened through io_uring, for which there is no system call of their own. */
#ifndef PROBE_OPEN_IO_URING_BPF_H
#define PROBE_OPEN_IO_URING_BPF_H

#include "report.bpf.h"

#define EAGAIN 11

/* The kernel sets it in every request, so that it says nothing. */
#if defined(__TARGET_ARCH_x86)
#define O_LARGEFILE 0100000
#elif defined(__TARGET_ARCH_arm64)
#define O_LARGEFILE 0400000
#endif

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct filename {
	const char *name;
};

/* What a request to open has at its beginning: io_uring/openclose.c */
struct io_open {
	int dfd;
	__u32 file_slot;
	struct filename *filename;
	struct open_how how;
};

#pragma clang attribute pop

/* An open between its begin and its end, where the name is gone. */
struct asked {
	struct request request;
	__u32 is_fixed; /* into a slot of the ring, not a descriptor */
	__u32 length;
	char name[PROBE_PATH_MAX];
};

/*
 * By the request's address. Full only when so many are being opened at one moment: one that finds no
 * room is counted and not told.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u64);
	__type(value, struct asked);
} asked SEC(".maps");

static __always_inline void remember(struct asked *entry, struct io_open *open)
{
	const char *name = BPF_CORE_READ(open, filename, name);
	long bytes;

	entry->request.name = name;
	entry->request.dirfd = BPF_CORE_READ(open, dfd);
	bpf_core_read(&entry->request.how, sizeof(entry->request.how), &open->how);
	entry->request.how.flags &= ~(__u64)O_LARGEFILE;
	entry->is_fixed = BPF_CORE_READ(open, file_slot) != 0;
	bytes = bpf_probe_read_kernel_str(entry->name, sizeof(entry->name), name);
	entry->length = bytes > 0 ? bytes - 1 : 0;
}

PROBE_ARG(io_open_begins, req);

SEC("fentry/io_openat2")
int io_open_begins(__u64 *ctx)
{
	__u64 req = ARG(io_open_begins, req);
	struct probe_scratch *scratch;

	if (!probe_filter())
		return 0;
	scratch = probe_scratch_take();
	if (!scratch)
		return 0;
	remember((struct asked *)scratch->record, (struct io_open *)req);
	if (bpf_map_update_elem(&asked, &req, scratch->record, BPF_ANY))
		probe_count_loss(map_full);
	probe_scratch_release(scratch);
	return 0;
}

static __always_inline void report_asked(struct asked *entry, int res)
{
	struct request request = entry->request;
	struct probe_scratch *scratch;
	struct open_opened *event;

	scratch = probe_record_begin(sizeof(*event), OPEN_EVENT_OPENED);
	if (!scratch)
		return;
	event = (struct open_opened *)scratch->record;
	event->name = probe_append_kernel(scratch, entry->name, entry->length, PROBE_PATH_MAX);
	report(scratch, &request, OPEN_CALL_IO_URING, res, entry->is_fixed ? -1 : res);
}

PROBE_ARG(io_open_ends, req);
PROBE_ARG(io_open_ends, result);

/* An open that would have to wait is given up, and begun again by a worker. */
SEC("fexit/io_openat2")
int io_open_ends(__u64 *ctx)
{
	__u64 req = ARG(io_open_ends, req);
	int result = ARG(io_open_ends, result);
	struct asked *entry = bpf_map_lookup_elem(&asked, &req);
	int res = BPF_CORE_READ((struct io_kiocb *)req, cqe.res);

	if (!entry)
		return 0;
	if (result != -EAGAIN && result_wanted(res))
		report_asked(entry, res);
	bpf_map_delete_elem(&asked, &req);
	return 0;
}

#endif /* PROBE_OPEN_IO_URING_BPF_H */
