/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Typed arguments on the wire: a block in the record's tail that holds, one after another,
 *
 *	[index u8][type u8][flags u8][0][length u32][payload][zeros up to a multiple of 8]
 *
 * The index says which argument it is, so that one which is missing leaves a gap and does not
 * shift the others; the length lets a reader pass over a type that it does not know. The
 * block and each argument begin at a multiple of 8, at most 7 bytes wasted: user space reads
 * numbers through typed arrays, which have no elements in between.
 *
 *	scalars		the 64-bit register; the type says how much of it counts
 *	STR, BYTES	what was read, a string without its NUL
 *	STR_ARR		the strings, each with its NUL
 *	SOCKADDR	the kernel's struct of the family, no longer than the caller's length
 */
#ifndef PROBEKIT_ARGS_H
#define PROBEKIT_ARGS_H

#include "wire.h"

/* Values that KubeArmor has too are the same there. Reserved: no payload is defined yet. */
enum probe_arg_type {
	NONE_T = 0,
	INT_T = 1,
	UINT_T = 2,
	LONG_T = 3,
	ULONG_T = 4,
	POINTER_T = 5,
	BYTES_T = 6,
	STR_T = 10,
	STR_ARR_T = 11,
	SOCKADDR_T = 12,
	OPEN_FLAGS_T = 13,
	EXEC_FLAGS_T = 14,
	SOCK_DOM_T = 15,
	SOCK_TYPE_T = 16,
	FILE_T = 17, /* reserved */
	UNLINKAT_FLAG_T = 19,
	PTRACE_REQ_T = 23,
	MOUNT_FLAG_T = 24,
	UMOUNT_FLAG_T = 25,
	MODE_T = 32,
	CLONE_FLAG_T = 33,
	MMAP_PROT_T = 34,
	MMAP_FLAG_T = 35,
	CAP_T = 36,
	SIGNAL_T = 37,
	TIMESPEC_T = 38, /* reserved */
	CRED_T = 39,     /* reserved */
	INT_PAIR_T = 40, /* reserved */
};

/* A mask of eight types, argument 0 in the lowest byte: ARG_TYPE0(INT_T) | ARG_TYPE1(STR_T). */
#define PROBE_ARGS_MAX 8
#define ARG_TYPE0(type) ((__u64)(type))
#define ARG_TYPE1(type) ((__u64)(type) << 8)
#define ARG_TYPE2(type) ((__u64)(type) << 16)
#define ARG_TYPE3(type) ((__u64)(type) << 24)
#define ARG_TYPE4(type) ((__u64)(type) << 32)
#define ARG_TYPE5(type) ((__u64)(type) << 40)
#define ARG_TYPE6(type) ((__u64)(type) << 48)
#define ARG_TYPE7(type) ((__u64)(type) << 56)

struct probe_arg {
	__u8 index;
	__u8 type;  /* enum probe_arg_type */
	__u8 flags; /* enum probe_flag, of this argument alone */
	__u8 reserved;
	__u32 length; /* of the payload, without its padding */
};
_Static_assert(sizeof(struct probe_arg) == 8, "struct probe_arg");

/* The member of a record that stands for a block of arguments. */
struct probe_args {
	struct probe_data data;
	__u32 count;
	__u32 reserved;
};
_Static_assert(sizeof(struct probe_args) == 16, "struct probe_args");

#endif /* PROBEKIT_ARGS_H */
