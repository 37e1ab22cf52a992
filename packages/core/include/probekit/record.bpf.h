/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records that are as long as their content: a fixed part, then a tail of strings that the
 * fixed part points into (struct probe_data).
 *
 *	struct probe_scratch *scratch = probe_record_begin(sizeof(*event), MY_EVENT);
 *	if (!scratch)
 *		return 0;
 *	event = (struct my_event *)scratch->record;
 *	event->name = probe_append_kernel_str(scratch, name, 64);
 *	probe_record_submit(scratch);
 *
 * They are built in a per-CPU scratch, larger than the 512 bytes of a BPF stack, and copied
 * into the ring when they are whole. The fixed part is not cleared: set every field.
 */
#ifndef PROBEKIT_RECORD_BPF_H
#define PROBEKIT_RECORD_BPF_H

#include "context.bpf.h"
#include "loss.bpf.h"
#include "ring.bpf.h"

/* Most bytes of one append; and where the last one may begin. Together they fill the 32 KiB
 * that a per-CPU value can have, less what else is in struct probe_scratch. */
#define PROBE_APPEND_MAX 16384
#define PROBE_TAIL_LIMIT 11000

/* Longest path, and longest name in it. */
#define PROBE_PATH_MAX 4096
#define PROBE_NAME_MAX 255

/* A walk up a path; its state is here because on the stack it would have the verifier try
 * every combination of its loop's values (a million instructions on Linux 5.10). */
struct probekit_path_walk {
	struct dentry *dentry;
	struct vfsmount *mnt;
	struct dentry *mnt_root;     /* of `mnt`, as what it is mounted on, and where: */
	struct vfsmount *mnt_parent; /* `mnt` itself at the top of a tree of mounts */
	struct dentry *mountpoint;
	struct dentry *root;
	struct vfsmount *root_mnt;
	__u64 window[3]; /* what is read of a dentry, or of a mount; the stack has no room for it */
	__u32 at;        /* where in `text` the path begins so far */
	__u32 reserved;
	char text[PROBE_PATH_MAX + PROBE_NAME_MAX + 1];
};

/* The block of typed arguments that is being written (args.bpf.h), and its loops' state. */
struct probekit_args {
	__u32 start;
	__u32 count;
	__u64 types;
	__u64 raw[9];
	const char *const *next; /* of an array of strings */
	__u32 at;
	__u32 flags;
};

struct probe_scratch {
	__u32 busy;
	__u32 length;   /* of the record so far */
	__u32 flags;    /* enum probe_flag, for the header */
	__u32 number;   /* which of this CPU's it is */
	__u64 state[4]; /* for loops of the probe's own, for the same reason as the walk */
	struct probekit_path_walk walk;
	struct probekit_args args;
	__u8 record[PROBE_TAIL_LIMIT + PROBE_APPEND_MAX];
};
_Static_assert(sizeof(struct probe_scratch) <= 32768, "struct probe_scratch");

/*
 * On one CPU a program of a task can be interrupted by one of a softirq, and that by one of an
 * interrupt; where programs can be preempted, by others too.
 */
#define PROBE_SCRATCHES 3

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, PROBE_SCRATCHES);
	__type(key, __u32);
	__type(value, struct probe_scratch);
} probekit_scratch SEC(".maps");

/*
 * A scratch of this CPU, whoever has it. Global functions find their caller's by its number:
 * Linux 5.10 knows no pointers to memory as arguments of such functions.
 */
static __always_inline struct probe_scratch *probekit_scratch_by(__u32 number)
{
	return bpf_map_lookup_elem(&probekit_scratch, &number);
}

/* The scratch of this CPU that has this number, if no other program has it. */
static __always_inline struct probe_scratch *probekit_scratch_try(__u32 number)
{
	struct probe_scratch *scratch = probekit_scratch_by(number);

	if (!scratch)
		return NULL;
	__sync_fetch_and_add(&scratch->busy, 1);
	if (*(volatile __u32 *)&scratch->busy == 1) {
		scratch->number = number;
		return scratch;
	}
	__sync_fetch_and_add(&scratch->busy, -1);
	return NULL;
}

/*
 * A scratch of this CPU, until probe_scratch_release(). NULL while other programs of the object,
 * which this one has interrupted, have them all: for work that can be left out.
 */
static __always_inline struct probe_scratch *probe_scratch_try(void)
{
	struct probe_scratch *scratch = probekit_scratch_try(0);

	if (!scratch)
		scratch = probekit_scratch_try(1);
	if (!scratch)
		scratch = probekit_scratch_try(2);
	return scratch;
}

/* The same for what cannot be left out: NULL is counted. */
static __always_inline struct probe_scratch *probe_scratch_take(void)
{
	struct probe_scratch *scratch = probe_scratch_try();

	if (!scratch)
		probe_count_loss(scratch_busy);
	return scratch;
}

static __always_inline void probe_scratch_release(struct probe_scratch *scratch)
{
	__sync_fetch_and_add(&scratch->busy, -1);
}

/*
 * Room in the ring for a record without a tail, whose header is filled in. NULL when the
 * session does not want the event, or (counted) when the ring is full. Must be followed by
 * probe_submit() on every way out.
 */
#define probe_reserve(type, event) ((type *)probekit_reserve(&probekit_ring, sizeof(type), event))

static __always_inline void *probekit_reserve(void *ring, __u64 bytes, __u16 event)
{
	struct probe_header *header;

	if (!probe_event_wanted(event))
		return NULL;
	header = bpf_ringbuf_reserve(ring, bytes, 0);
	if (header)
		probe_fill_header(header, event);
	else
		probe_count_loss(ring_full);
	return header;
}

/*
 * Starts a record whose fixed part, `bytes` long, begins with struct probe_header.
 * NULL when the session does not want the event, or (counted) while other programs of the object
 * hold this CPU's scratches. Must be followed by probe_record_submit() or
 * probe_record_discard() on every way out.
 */
static __always_inline struct probe_scratch *probe_record_begin(__u32 bytes, __u16 event)
{
	struct probe_scratch *scratch = probe_event_wanted(event) ? probe_scratch_take() : NULL;

	if (!scratch)
		return NULL;
	scratch->flags = 0;
	scratch->length = bytes;
	probe_fill_header((struct probe_header *)scratch->record, event);
	return scratch;
}

static __always_inline void probe_record_discard(struct probe_scratch *scratch)
{
	probe_scratch_release(scratch);
}

static __always_inline void probe_record_submit(struct probe_scratch *scratch)
{
	struct probe_header *header = (struct probe_header *)scratch->record;
	__u32 bytes = scratch->length;

	header->flags = scratch->flags;
	if (bytes <= sizeof(scratch->record) && probe_output(scratch->record, bytes)) {
		if (scratch->flags & PROBE_FLAG_TRUNCATED)
			probe_count_loss(truncated);
		if (scratch->flags & PROBE_FLAG_UNREADABLE)
			probe_count_loss(unreadable);
	}
	probe_scratch_release(scratch);
}

enum probekit_source {
	PROBEKIT_KERNEL,
	PROBEKIT_USER,
	PROBEKIT_KERNEL_STR,
	PROBEKIT_USER_STR,
};

/*
 * Appends up to `max` bytes (a constant, at most PROBE_APPEND_MAX - 2). Strings come without
 * their NUL. Being cut short and not being readable are flagged; the data is then what there
 * is, or empty.
 */
static __always_inline struct probe_data probekit_append(struct probe_scratch *scratch,
							 enum probekit_source source,
							 const void *from, __u32 bytes, __u32 max)
{
	struct probe_data data = { .offset = scratch->length };
	__u32 at = data.offset;
	long read;

	if (at >= PROBE_TAIL_LIMIT) {
		scratch->flags |= PROBE_FLAG_TRUNCATED;
		return data;
	}

	if (source == PROBEKIT_KERNEL || source == PROBEKIT_USER) {
		if (bytes > max) {
			scratch->flags |= PROBE_FLAG_TRUNCATED;
			bytes = max;
		}
		barrier_var(bytes);
		if (bytes > max)
			return data;
		read = source == PROBEKIT_USER
			       ? bpf_probe_read_user(&scratch->record[at], bytes, from)
			       : bpf_probe_read_kernel(&scratch->record[at], bytes, from);
		if (!read)
			read = bytes;
	} else {
		/* Two more than `max`, for the NUL and to see whether there would be more. */
		read = source == PROBEKIT_USER_STR
			       ? bpf_probe_read_user_str(&scratch->record[at], max + 2, from)
			       : bpf_probe_read_kernel_str(&scratch->record[at], max + 2, from);
		if (read > 0)
			read--;
		if (read > max) {
			scratch->flags |= PROBE_FLAG_TRUNCATED;
			read = max;
		}
	}
	if (read < 0) {
		scratch->flags |= PROBE_FLAG_UNREADABLE;
		return data;
	}
	data.length = read;
	scratch->length = at + (__u32)read;
	return data;
}

/* `bytes` bytes of memory, of which at most `max` are kept. */
static __always_inline struct probe_data
probe_append_kernel(struct probe_scratch *scratch, const void *from, __u32 bytes, __u32 max)
{
	return probekit_append(scratch, PROBEKIT_KERNEL, from, bytes, max);
}

static __always_inline struct probe_data probe_append_user(struct probe_scratch *scratch,
							   const void *from, __u32 bytes, __u32 max)
{
	return probekit_append(scratch, PROBEKIT_USER, from, bytes, max);
}

/* A NUL-terminated string. */
static __always_inline struct probe_data probe_append_kernel_str(struct probe_scratch *scratch,
								 const void *from, __u32 max)
{
	return probekit_append(scratch, PROBEKIT_KERNEL_STR, from, 0, max);
}

static __always_inline struct probe_data probe_append_user_str(struct probe_scratch *scratch,
							       const void *from, __u32 max)
{
	return probekit_append(scratch, PROBEKIT_USER_STR, from, 0, max);
}

#endif /* PROBEKIT_RECORD_BPF_H */
