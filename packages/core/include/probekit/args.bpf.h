/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Typed arguments of what a record tells of, for a member of type struct probe_args:
 *
 *	probe_args_begin(scratch);
 *	probe_arg_kernel_str(scratch, 0, BPF_CORE_READ(sk, sk_prot_creator, name), 32);
 *	probe_arg_inet(scratch, 1, AF_INET, &sk->__sk_common.skc_daddr, port_be);
 *	event->args = probe_args_end(scratch);
 *
 * sockaddr_args.bpf.h has those of socket addresses, struct_args.bpf.h those of files, times and
 * credentials, syscall_args.bpf.h all those of a system call at once.
 *
 * An argument is there whole or not at all. It is left out, which the contract gives as null,
 * when its pointer is NULL, and when the record has no more room, which flags the record as
 * cut short. One that was itself cut short or could not be read is flagged, and so is the
 * record. Between begin and end nothing else may be appended; each index at most once.
 */
#ifndef PROBEKIT_ARGS_BPF_H
#define PROBEKIT_ARGS_BPF_H

#include "args.h"
#include "record.bpf.h"

PROBE_ENUM(probe_arg_type); /* for the session, which holds it against its own table */

/* Pads the tail, which may end anywhere. */
static __always_inline void probe_args_begin(struct probe_scratch *scratch)
{
	__u32 at = scratch->length;

	if (at < PROBE_TAIL_LIMIT) {
		*(__u64 *)&scratch->record[at] = 0;
		scratch->length = (at + 7) & ~7;
	}
	scratch->args.start = scratch->length;
	scratch->args.count = 0;
}

static __always_inline struct probe_args probe_args_end(struct probe_scratch *scratch)
{
	return (struct probe_args){
		.data.offset = scratch->args.start,
		.data.length = scratch->length - scratch->args.start,
		.count = scratch->args.count,
	};
}

/* Where the next argument's payload goes; 0, flagged, when there is no more room. */
static __always_inline __u32 probekit_arg_place(struct probe_scratch *scratch)
{
	__u32 place = scratch->length + sizeof(struct probe_arg);

	if (place < PROBE_TAIL_LIMIT)
		return place;
	scratch->flags |= PROBE_FLAG_TRUNCATED;
	return 0;
}

/* Puts the header before a payload that is in its place, and zeros after it. */
static __always_inline void probekit_arg_commit(struct probe_scratch *scratch, __u32 index,
						__u32 type, __u32 flags, __u32 length)
{
	__u32 at = scratch->length;
	struct probe_arg *arg;

	/* Checked and used in one register each: Linux 5.10 forgets the bounds of what is spilled. */
	barrier_var(at);
	barrier_var(length);
	if (at >= PROBE_TAIL_LIMIT || length > PROBE_APPEND_MAX - 2 * sizeof(*arg))
		return;
	arg = (struct probe_arg *)&scratch->record[at];
	*(__u64 *)&scratch->record[at + sizeof(*arg) + length] = 0;
	arg->index = index;
	arg->type = type;
	arg->flags = flags;
	arg->reserved = 0;
	arg->length = length;
	scratch->flags |= flags;
	scratch->length = at + sizeof(*arg) + ((length + 7) & ~7);
	scratch->args.count++;
}

/* A number, of whatever type; or bits of it, for the types of flags. */
static __always_inline void probe_arg_int(struct probe_scratch *scratch, __u32 index,
					  enum probe_arg_type type, __u64 value)
{
	__u32 at = probekit_arg_place(scratch);

	if (!at || at >= PROBE_TAIL_LIMIT)
		return;
	*(__u64 *)&scratch->record[at] = value;
	probekit_arg_commit(scratch, index, type, 0, sizeof(value));
}

/* What was read to an argument's place. */
struct probekit_payload {
	__u32 length;
	__u32 flags; /* enum probe_flag */
};

/* probekit_append() to `at`, without making it part of the record yet. */
static __always_inline struct probekit_payload
probekit_arg_payload(struct probe_scratch *scratch, __u32 at, enum probekit_source source,
		     const void *from, __u32 bytes, __u32 max)
{
	__u32 record_length = scratch->length;
	__u32 record_flags = scratch->flags;
	struct probekit_payload payload;

	scratch->length = at;
	scratch->flags = 0;
	payload.length = probekit_append(scratch, source, from, bytes, max).length;
	payload.flags = scratch->flags;
	scratch->length = record_length;
	scratch->flags = record_flags;
	return payload;
}

static __always_inline void probekit_arg_read(struct probe_scratch *scratch, __u32 index,
					      enum probe_arg_type type, enum probekit_source source,
					      const void *from, __u32 bytes, __u32 max)
{
	struct probekit_payload payload;
	__u32 at;

	if (!from)
		return;
	at = probekit_arg_place(scratch);
	if (!at)
		return;
	payload = probekit_arg_payload(scratch, at, source, from, bytes, max);
	probekit_arg_commit(scratch, index, type, payload.flags, payload.length);
}

/* A NUL-terminated string, of which at most `max` bytes are kept (a constant, at most
 * PROBE_APPEND_MAX - 16). */
static __always_inline void probe_arg_user_str(struct probe_scratch *scratch, __u32 index,
					       const char *string, __u32 max)
{
	probekit_arg_read(scratch, index, STR_T, PROBEKIT_USER_STR, string, 0, max);
}

static __always_inline void probe_arg_kernel_str(struct probe_scratch *scratch, __u32 index,
						 const char *string, __u32 max)
{
	probekit_arg_read(scratch, index, STR_T, PROBEKIT_KERNEL_STR, string, 0, max);
}

/* `bytes` bytes, of which at most `max` are kept (likewise). */
static __always_inline void probe_arg_user_bytes(struct probe_scratch *scratch, __u32 index,
						 const void *from, __u32 bytes, __u32 max)
{
	probekit_arg_read(scratch, index, BYTES_T, PROBEKIT_USER, from, bytes, max);
}

static __always_inline void probe_arg_kernel_bytes(struct probe_scratch *scratch, __u32 index,
						   const void *from, __u32 bytes, __u32 max)
{
	probekit_arg_read(scratch, index, BYTES_T, PROBEKIT_KERNEL, from, bytes, max);
}

#endif /* PROBEKIT_ARGS_BPF_H */
