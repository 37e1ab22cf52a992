/* SPDX-License-Identifier: Apache-2.0 */
/* How the arguments of calls are read: a byte for each of the six, argument 0 in the lowest. */
#ifndef PROBE_SYSCALL_ARGUMENT_READ_BPF_H
#define PROBE_SYSCALL_ARGUMENT_READ_BPF_H

#include <probekit/probe.bpf.h>
#include "syscall.h"

enum argument_read {
	READ_VALUE = 1,      /* the register itself */
	READ_VALUE_BY_1 = 2, /* with the one before it in the upper half: core's SOCK_OPT_T */
	READ_VALUE_BY_2 = 3, /* with the one two before it: core's SOCK_PROTO_T */
	READ_STR = 4,        /* a string */
	READ_STR_ARR = 5,    /* an array of strings */
	READ_SOCKADDR = 6, /* its length is the next argument; READ_AT_EXIT: behind that pointer */
	READ_BYTES = 7,    /* likewise; READ_AT_EXIT: as many as the call returns */
	READ_LENGTH = 8,   /* the int behind a pointer as it was before the call, and after it */
	READ_WAIT_STATUS = 9, /* an int that is only there if the call returns more than 0 */
	READ_STRUCT = 10,     /* READ_STRUCT_OF(bytes) */

	/* What the call fills in, if it does not fail. */
	READ_AT_EXIT = 0x80,
};

/* An even number of bytes, at most 234. */
#define READ_STRUCT_OF(bytes) (READ_STRUCT + (bytes) / 2)

#define ARGUMENTS 6
#define ARGUMENT(index, read) ((__u64)(read) << (8 * (index)))

/* Of a call that is known to take none. */
#define READ_NO_ARGUMENTS (1ULL << 63)

/* The registers, of calls that nobody knows. */
#define READ_ALL_VALUES                                                                            \
	(ARGUMENT(0, READ_VALUE) | ARGUMENT(1, READ_VALUE) | ARGUMENT(2, READ_VALUE) |             \
	 ARGUMENT(3, READ_VALUE) | ARGUMENT(4, READ_VALUE) | ARGUMENT(5, READ_VALUE))

#endif /* PROBE_SYSCALL_ARGUMENT_READ_BPF_H */
