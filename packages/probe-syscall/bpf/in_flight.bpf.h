/* SPDX-License-Identifier: Apache-2.0 */
/* The calls that tasks are in, with what their arguments pointed to when they began. */
#ifndef PROBE_SYSCALL_IN_FLIGHT_BPF_H
#define PROBE_SYSCALL_IN_FLIGHT_BPF_H

#include "argument_read.bpf.h"

/* Most bytes of typed arguments that are kept with the call; paths of usual lengths fit. */
#define SHORT_ARGUMENTS 168

/* Most that there can be: the last one begins below PROBE_TAIL_LIMIT. */
#define LONG_ARGUMENTS 15360
#define LONG_ARGUMENTS_MASK 0x3fff
_Static_assert(LONG_ARGUMENTS <= LONG_ARGUMENTS_MASK, "LONG_ARGUMENTS_MASK");
_Static_assert(LONG_ARGUMENTS_MASK <= PROBE_APPEND_MAX, "LONG_ARGUMENTS_MASK");

struct call {
	__u64 start_ns;
	__u64 raw[ARGUMENTS]; /* the registers */
	__u64 id;             /* SYSCALL_ID */
	__s32 length;         /* what READ_LENGTH found */
	__u32 saved;          /* bits of the arguments that are below */
	__u32 saved_flags;    /* enum probe_flag, of any of them */
	__u32 saved_bytes;
	__u32 saved_count;
	__u32 reserved;
	__u8 arguments[SHORT_ARGUMENTS]; /* args.h has their form */
};
_Static_assert(sizeof(struct call) == 256, "struct call");

/*
 * By task, and not by thread id: an exec by a thread that is not the leader changes that. Has
 * room for as many threads as the option says; a call that finds none is counted and not told.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 32768);
	__type(key, __u64);
	__type(value, struct call);
} calls SEC(".maps");

/*
 * By task: arguments that are longer. When so many tasks are in a call with long arguments
 * at one moment, those of another are read when it ends.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, __u64);
	__type(value, __u8[LONG_ARGUMENTS]);
} long_arguments SEC(".maps");

#endif /* PROBE_SYSCALL_IN_FLIGHT_BPF_H */
