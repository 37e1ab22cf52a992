/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arguments of a call, in two steps: what pointers point to is saved when the call begins,
 * since it may be something else when it ends; and when it ends come the registers, what the
 * call has filled in, and what was not in memory before.
 *
 * Where what is behind a pointer is not told, the pointer is, as an argument of type POINTER.
 */
#ifndef PROBE_SYSCALL_ARGUMENTS_BPF_H
#define PROBE_SYSCALL_ARGUMENTS_BPF_H

#include <probekit/probe.bpf.h>
#include <probekit/syscall_args.bpf.h>

#include "abi.bpf.h"
#include "generated/arguments.bpf.h"
#include "in_flight.bpf.h"

/* Most bytes kept of a buffer. */
const volatile __u32 buffer_bytes = 32;

/* What the functions below take from the scratch: they are global, so that the verifier goes
 * through each once, and Linux 5.10 knows no pointers as arguments of such functions. */
struct argument_state {
	__s64 ret;
	__u64 id; /* as in struct call, like those that follow */
	__u32 saved;
	__s32 length;
};
_Static_assert(sizeof(struct argument_state) <= sizeof(((struct probe_scratch *)0)->state),
	       "struct argument_state");

static __always_inline struct argument_state *argument_state(struct probe_scratch *scratch)
{
	return (struct argument_state *)scratch->state;
}

static __always_inline __u64 reads_of(__u64 id)
{
	__u32 number = id;
	__u64 reads;

	if (id >> 32 != NATIVE_ABI || number >= SYSCALL_NUMBERS)
		return READ_ALL_VALUES;
	reads = argument_reads[number & (SYSCALL_NUMBERS - 1)];
	return reads ? reads : READ_ALL_VALUES;
}

/* What the option leaves out of a buffer is flagged in the argument, and is not a loss. */
static __always_inline void read_buffer(struct probe_scratch *scratch, __u32 slot, const void *from,
					__u64 bytes)
{
	struct probekit_payload payload;
	__u32 flags = 0, record_flags = scratch->flags;
	__u32 at = probekit_arg_place(scratch);

	if (!at)
		return;
	if (bytes > buffer_bytes) {
		bytes = buffer_bytes;
		flags = PROBE_FLAG_TRUNCATED;
	}
	payload = probekit_arg_payload(scratch, at, PROBEKIT_USER, from, bytes,
				       PROBE_ARG_BYTES_MAX);
	probekit_arg_commit(scratch, slot, BYTES_T, payload.flags | flags, payload.length);
	scratch->flags = record_flags | payload.flags;
}

/* The address that accept() and its like fill in: cut to the room that the caller gave. */
static __always_inline void read_out_address(struct probe_scratch *scratch, __u32 slot,
					     const void *address, const void *length_pointer)
{
	__s32 length = 0, room = argument_state(scratch)->length;

	bpf_probe_read_user(&length, sizeof(length), length_pointer);
	probe_arg_user_sockaddr(scratch, slot, address, length < room ? length : room);
}

/* Reads what argument `slot` points to. */
static __always_inline void read_content(struct probe_scratch *scratch, __u32 slot, __u8 read)
{
	const void *pointer = (const void *)scratch->args.raw[slot];
	__u64 next = scratch->args.raw[slot + 1];

	switch (read) {
	case READ_STR:
	case READ_AT_EXIT | READ_STR:
		probe_arg_user_str(scratch, slot, pointer, PROBE_ARG_STR_MAX);
		break;
	case READ_STR_ARR:
		probe_arg_user_str_arr(scratch, slot, pointer);
		break;
	case READ_SOCKADDR:
		probe_arg_user_sockaddr(scratch, slot, pointer, next);
		break;
	case READ_AT_EXIT | READ_SOCKADDR:
		read_out_address(scratch, slot, pointer, (const void *)next);
		break;
	case READ_BYTES:
		read_buffer(scratch, slot, pointer, next);
		break;
	case READ_AT_EXIT | READ_BYTES:
		read_buffer(scratch, slot, pointer, argument_state(scratch)->ret);
		break;
	case READ_AT_EXIT | READ_WAIT_STATUS:
		if (argument_state(scratch)->ret > 0)
			probe_arg_user_bytes(scratch, slot, pointer, 4, PROBE_ARG_BYTES_MAX);
		break;
	default:
		probe_arg_user_bytes(scratch, slot, pointer,
				     ((read & ~READ_AT_EXIT) - READ_STRUCT) * 2,
				     PROBE_ARG_BYTES_MAX);
	}
}

/* The same; false, with nothing left in the record, when it could not be read. */
static __always_inline bool content_is_read(struct probe_scratch *scratch, __u32 slot, __u8 read)
{
	__u32 flags = scratch->flags, length = scratch->length, count = scratch->args.count;

	scratch->flags = 0;
	read_content(scratch, slot, read);
	if (scratch->args.count > count && !(scratch->flags & PROBE_FLAG_UNREADABLE)) {
		scratch->flags |= flags;
		return true;
	}
	scratch->flags = flags;
	scratch->length = length;
	scratch->args.count = count;
	return false;
}

/* When a call begins. */
__noinline int save_argument(__u32 scratch_number, __u32 slot)
{
	struct probe_scratch *scratch = probekit_scratch_by(scratch_number);
	__u8 read;

	if (!scratch || slot >= ARGUMENTS || !scratch->args.raw[slot])
		return 0;
	read = scratch->args.types >> (slot * 8);
	if (read == READ_LENGTH)
		bpf_probe_read_user(&argument_state(scratch)->length, sizeof(__s32),
				    (const void *)scratch->args.raw[slot]);
	else if (content_is_read(scratch, slot, read))
		argument_state(scratch)->saved |= 1U << slot;
	return 0;
}

/* A pointer of whose target nothing is told, because nobody asked or because it cannot be read. */
static __always_inline void add_pointer(struct probe_scratch *scratch, __u32 slot, __u32 flags)
{
	__u32 at = probekit_arg_place(scratch);

	if (!at || at >= PROBE_TAIL_LIMIT)
		return;
	*(__u64 *)&scratch->record[at] = scratch->args.raw[slot];
	probekit_arg_commit(scratch, slot, POINTER_T, flags, sizeof(__u64));
}

static __always_inline void add_length(struct probe_scratch *scratch, __u32 slot)
{
	__u32 at = probekit_arg_place(scratch);
	__s32 before = argument_state(scratch)->length, after = before;

	if (!at || at >= PROBE_TAIL_LIMIT)
		return;
	if (argument_state(scratch)->ret >= 0)
		bpf_probe_read_user(&after, sizeof(after), (const void *)scratch->args.raw[slot]);
	*(__s32 *)&scratch->record[at] = before;
	*(__s32 *)&scratch->record[at + sizeof(before)] = after;
	probekit_arg_commit(scratch, slot, BYTES_T, 0, sizeof(before) + sizeof(after));
}

static __always_inline __u64 value_of(struct probe_scratch *scratch, __u32 slot, __u8 read)
{
	__u32 other = slot - (read - READ_VALUE);
	__u64 value = scratch->args.raw[slot];

	if (read == READ_VALUE || other >= ARGUMENTS)
		return value;
	return (__u32)value | scratch->args.raw[other] << 32;
}

/* When a call ends: what save_argument() has not added. */
__noinline int add_argument(__u32 scratch_number, __u32 slot)
{
	struct probe_scratch *scratch = probekit_scratch_by(scratch_number);
	struct argument_state *state;
	bool is_there;
	__u8 read;

	if (!scratch || slot >= ARGUMENTS)
		return 0;
	state = argument_state(scratch);
	if (state->saved >> slot & 1)
		return 0;
	read = scratch->args.types >> (slot * 8);
	if (read <= READ_VALUE_BY_2) {
		probe_arg_int(scratch, slot, ULONG_T, value_of(scratch, slot, read));
		return 0;
	}
	if (!scratch->args.raw[slot])
		return 0;
	if (read == READ_LENGTH) {
		add_length(scratch, slot);
		return 0;
	}
	is_there = read & READ_AT_EXIT ? state->ret >= 0
				       : !(replaces_memory(state->id) && state->ret == 0);
	if (is_there && content_is_read(scratch, slot, read))
		return 0;
	add_pointer(scratch, slot, read & READ_AT_EXIT && !is_there ? 0 : PROBE_FLAG_UNREADABLE);
	return 0;
}

/* Whether an argument points to what must be read when the call begins. */
static __always_inline bool is_saved(__u8 read)
{
	return read > READ_VALUE_BY_2 && !(read & READ_AT_EXIT);
}

static __always_inline void set_arguments(struct probe_scratch *scratch, struct call *call)
{
	int slot;

	scratch->args.types = reads_of(call->id);
	for (slot = 0; slot < ARGUMENTS; slot++)
		scratch->args.raw[slot] = call->raw[slot];
	scratch->args.raw[ARGUMENTS] = 0;
	argument_state(scratch)->id = call->id;
}

/* Puts them behind the fixed part of `call`, which is at the start of the scratch. */
static __always_inline void save_arguments(struct probe_scratch *scratch, struct call *call)
{
	int slot;

	set_arguments(scratch, call);
	argument_state(scratch)->saved = 0;
	argument_state(scratch)->length = 0;
	scratch->flags = 0;
	scratch->length = offsetof(struct call, arguments);
	probe_args_begin(scratch);
	for (slot = 0; slot < ARGUMENTS; slot++)
		if (is_saved(scratch->args.types >> (slot * 8)))
			save_argument(scratch->number, slot);

	call->length = argument_state(scratch)->length;
	call->saved = argument_state(scratch)->saved;
	call->saved_flags = scratch->flags;
	call->saved_count = scratch->args.count;
	call->saved_bytes = scratch->length - offsetof(struct call, arguments);
}

/* Copies what was saved to the record's tail. */
static __always_inline void add_saved_arguments(struct probe_scratch *scratch, struct call *call,
						__u64 task)
{
	__u32 at = scratch->length, bytes = call->saved_bytes;
	const void *from = call->arguments;

	argument_state(scratch)->saved = 0;
	if (bytes > SHORT_ARGUMENTS)
		from = bpf_map_lookup_elem(&long_arguments, &task);
	barrier_var(bytes);
	bytes &= LONG_ARGUMENTS_MASK; /* the bound that Linux 5.10 sees best */
	if (!from || at >= PROBE_TAIL_LIMIT ||
	    bpf_probe_read_kernel(&scratch->record[at], bytes, from))
		return;
	scratch->length = at + bytes;
	scratch->args.count = call->saved_count;
	scratch->flags |= call->saved_flags;
	argument_state(scratch)->saved = call->saved;
}

static __always_inline struct probe_args add_arguments(struct probe_scratch *scratch,
						       struct call *call, __u64 task, __s64 ret)
{
	int slot;

	set_arguments(scratch, call);
	argument_state(scratch)->ret = ret;
	argument_state(scratch)->length = call->length;
	probe_args_begin(scratch);
	add_saved_arguments(scratch, call, task);
	for (slot = 0; slot < ARGUMENTS; slot++)
		if (scratch->args.types >> (slot * 8) & 0xff)
			add_argument(scratch->number, slot);
	return probe_args_end(scratch);
}

#endif /* PROBE_SYSCALL_ARGUMENTS_BPF_H */
