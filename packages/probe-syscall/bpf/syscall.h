/* SPDX-License-Identifier: Apache-2.0 */
/* What probe-syscall sends. src/probe.ts gives these fields their names and meaning. */
#ifndef PROBE_SYSCALL_H
#define PROBE_SYSCALL_H

#include <probekit/args.h>
#include <probekit/wire.h>

enum syscall_event_type {
	SYSCALL_EVENT_CALL = 1,
	SYSCALL_EVENT_SUMMARY = 2,
};

/* By which numbers a call is known. */
enum syscall_abi {
	SYSCALL_ABI_X86_64,
	SYSCALL_ABI_I386,
	SYSCALL_ABI_ARM64,
	SYSCALL_ABI_ARM,
};

/* Numbers below this have names and wants of their own. */
#define SYSCALL_NUMBERS 512

/* A number with its ABI. Whatever a program gives as the number is told, so it has all its bits. */
#define SYSCALL_ID(abi, number) ((__u64)(abi) << 32 | (__u32)(number))

struct syscall_call {
	struct probe_header header;
	struct probe_context context;
	__u64 latency_ns;
	__u64 ret;
	__u64 call;     /* SYSCALL_ID */
	__u32 returned; /* 0: a call that does not return, told when it began */
	__s32 error;    /* `ret` if it is a negative errno, or 0 */
	struct probe_args args;
	struct probe_args stack; /* one argument, BYTES_T: return addresses of 8 bytes each */
};
_Static_assert(sizeof(struct syscall_call) == 144, "struct syscall_call");

struct syscall_summary_key {
	__u64 call; /* SYSCALL_ID */
};
_Static_assert(sizeof(struct syscall_summary_key) == 8, "struct syscall_summary_key");

struct syscall_summary_row {
	__u64 count;
	__u64 errors;
	__u64 total_ns;
	__u64 max_ns;
};
_Static_assert(sizeof(struct syscall_summary_row) == 32, "struct syscall_summary_row");

#endif /* PROBE_SYSCALL_H */
