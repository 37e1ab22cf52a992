/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arguments of a system call, by their registers and a mask of their types:
 *
 *	__u64 raw[PROBE_ARGS_MAX] = { fd, (__u64)address, length };
 *
 *	probe_args_begin(scratch);
 *	probe_args_save(scratch, ARG_TYPE0(INT_T) | ARG_TYPE1(SOCKADDR_T), raw);
 *	event->args = probe_args_end(scratch);
 *
 * The loops are in global functions, which the verifier goes through once a program and not
 * once a call, with their state in the scratch; they take no pointers because Linux 5.10
 * knows none as arguments of such functions.
 */
#ifndef PROBEKIT_SYSCALL_ARGS_BPF_H
#define PROBEKIT_SYSCALL_ARGS_BPF_H

#include "args.bpf.h"
#include "sockaddr_args.bpf.h"
#include "struct_args.bpf.h"

/* Most bytes of a string and of a buffer, and most strings of an array. */
#define PROBE_ARG_STR_MAX 4096
#define PROBE_ARG_BYTES_MAX 1024
#define PROBE_ARG_STRINGS_MAX 128

/* The next string of scratch->args; NULL after the last one, or where that cannot be told. */
static __always_inline const char *probekit_next_string(struct probe_scratch *scratch)
{
	const char *string = NULL;

	if (bpf_probe_read_user(&string, sizeof(string), scratch->args.next))
		scratch->args.flags |= PROBE_FLAG_UNREADABLE;
	scratch->args.next++;
	return string;
}

/* Copies it; 0 when there is none, or no room. Global for the reason that probekit_walk_steps() is. */
__noinline int probekit_copy_string(__u32 scratch_number)
{
	struct probe_scratch *scratch = probekit_scratch_by(scratch_number);
	struct probekit_args *args;
	const char *string;
	__u32 at;
	long read;

	if (!scratch)
		return 0;
	args = &scratch->args;
	at = args->at;
	string = probekit_next_string(scratch);
	if (!string)
		return 0;
	if (at >= PROBE_TAIL_LIMIT) {
		args->flags |= PROBE_FLAG_TRUNCATED;
		return 0;
	}
	/* Two more than are kept, for the NUL and to see whether there would be more. */
	read = bpf_probe_read_user_str(&scratch->record[at], PROBE_ARG_STR_MAX + 2, string);
	if (read < 0) /* keeps its place, empty */
		args->flags |= PROBE_FLAG_UNREADABLE;
	if (read <= 0) { /* Linux 5.10 gives 0 for an empty string */
		scratch->record[at] = 0;
		read = 1;
	}
	if (read > PROBE_ARG_STR_MAX + 1) {
		args->flags |= PROBE_FLAG_TRUNCATED;
		scratch->record[at + PROBE_ARG_STR_MAX] = 0;
		read = PROBE_ARG_STR_MAX + 1;
	}
	args->at = at + (__u32)read;
	return 1;
}

static __always_inline void probekit_copy_strings(struct probe_scratch *scratch)
{
	int i;

	for (i = 0; i < PROBE_ARG_STRINGS_MAX; i++)
		if (!probekit_copy_string(scratch->number))
			return;
	if (probekit_next_string(scratch))
		scratch->args.flags |= PROBE_FLAG_TRUNCATED;
}

/*
 * An array of strings that a NULL ends, such as argv. At most PROBE_ARG_STRINGS_MAX of them
 * are kept, and of each PROBE_ARG_STR_MAX bytes. Pointers are taken to be of 64 bits: leave
 * calls of the 32-bit ABI out.
 */
static __always_inline void probe_arg_user_str_arr(struct probe_scratch *scratch, __u32 index,
						   const char *const *array)
{
	__u32 at;

	if (!array)
		return;
	at = probekit_arg_place(scratch);
	if (!at)
		return;
	scratch->args.next = array;
	scratch->args.at = at;
	scratch->args.flags = 0;
	probekit_copy_strings(scratch);
	probekit_arg_commit(scratch, index, STR_ARR_T, scratch->args.flags, scratch->args.at - at);
}

/* A number, and in the upper half the argument that its meaning depends on. */
static __always_inline __u64 probekit_depending_on(__u64 value, struct probe_scratch *scratch,
						   __u32 slot)
{
	__u64 other = slot < PROBE_ARGS_MAX ? scratch->args.raw[slot] : 0;

	return (__u32)value | other << 32;
}

/* Saves argument `slot` of scratch->args. */
__noinline int probekit_save_arg(__u32 scratch_number, __u32 slot)
{
	struct probe_scratch *scratch = probekit_scratch_by(scratch_number);
	const void *pointer;
	__u64 value, next;
	__u8 type;

	if (!scratch || slot >= PROBE_ARGS_MAX)
		return 0;
	type = scratch->args.types >> (slot * 8);
	value = scratch->args.raw[slot];
	next = scratch->args.raw[slot + 1];
	pointer = (const void *)value;

	switch (type) {
	case STR_T:
		probe_arg_user_str(scratch, slot, pointer, PROBE_ARG_STR_MAX);
		break;
	case STR_ARR_T:
		probe_arg_user_str_arr(scratch, slot, pointer);
		break;
	case SOCKADDR_T:
		probe_arg_user_sockaddr(scratch, slot, pointer, next);
		break;
	case BYTES_T: /* the length is a size_t */
		if (next > PROBE_ARG_BYTES_MAX)
			next = PROBE_ARG_BYTES_MAX + 1;
		probe_arg_user_bytes(scratch, slot, pointer, next, PROBE_ARG_BYTES_MAX);
		break;
	case FILE_T:
		probe_arg_fd(scratch, slot, value);
		break;
	case TIMESPEC_T:
		probe_arg_user_timespec(scratch, slot, pointer);
		break;
	case INT_PAIR_T:
		probe_arg_user_int_pair(scratch, slot, pointer);
		break;
	case CRED_T:
		probe_arg_cred(scratch, slot, BPF_CORE_READ(probe_current(), cred));
		break;
	case SOCK_OPT_T: /* behind its level */
		probe_arg_int(scratch, slot, type, probekit_depending_on(value, scratch, slot - 1));
		break;
	case SOCK_PROTO_T: /* behind the type, and that behind the family */
		probe_arg_int(scratch, slot, type, probekit_depending_on(value, scratch, slot - 2));
		break;
	default:
		probe_arg_int(scratch, slot, type, value);
	}
	return 0;
}

/*
 * Saves the arguments that `types` has a type for. The register after a SOCKADDR or BYTES is
 * its length, as in all calls that take one; where the length is behind a pointer (accept),
 * put it into `raw` first. A FILE is a descriptor, and a CRED the current task, whatever the
 * register. All pointers are the user's.
 */
static __always_inline void probe_args_save(struct probe_scratch *scratch, __u64 types,
					    const __u64 raw[PROBE_ARGS_MAX])
{
	int slot;

	scratch->args.types = types;
	for (slot = 0; slot < PROBE_ARGS_MAX; slot++)
		scratch->args.raw[slot] = raw[slot];
	scratch->args.raw[PROBE_ARGS_MAX] = 0;
	for (slot = 0; slot < PROBE_ARGS_MAX; slot++)
		if (types >> (slot * 8) & 0xff)
			probekit_save_arg(scratch->number, slot);
}

#endif /* PROBEKIT_SYSCALL_ARGS_BPF_H */
