/* SPDX-License-Identifier: Apache-2.0 */
/* The system calls that flush, and those that write and may flush, by their numbers. */
#ifndef PROBE_SYNC_CALLS_BPF_H
#define PROBE_SYNC_CALLS_BPF_H

#include <probekit/probe.bpf.h>
#include "sync.h"

/* enum sync_call, or -1. */
static __always_inline int call_by_number(long number)
{
	switch (number) {
#if defined(__TARGET_ARCH_x86)
	case 162:
		return SYNC_CALL_SYNC;
	case 306:
		return SYNC_CALL_SYNCFS;
	case 74:
		return SYNC_CALL_FSYNC;
	case 75:
		return SYNC_CALL_FDATASYNC;
	case 26:
		return SYNC_CALL_MSYNC;
	case 277:
		return SYNC_CALL_SYNC_FILE_RANGE;
	case 1:   /* write */
	case 18:  /* pwrite64 */
	case 20:  /* writev */
	case 296: /* pwritev */
	case 328: /* pwritev2 */
		return SYNC_CALL_WRITE;
#elif defined(__TARGET_ARCH_arm64)
	case 81:
		return SYNC_CALL_SYNC;
	case 267:
		return SYNC_CALL_SYNCFS;
	case 82:
		return SYNC_CALL_FSYNC;
	case 83:
		return SYNC_CALL_FDATASYNC;
	case 227:
		return SYNC_CALL_MSYNC;
	case 84:
		return SYNC_CALL_SYNC_FILE_RANGE;
	case 64:  /* write */
	case 66:  /* writev */
	case 68:  /* pwrite64 */
	case 70:  /* pwritev */
	case 287: /* pwritev2 */
		return SYNC_CALL_WRITE;
#endif
	}
	return -1;
}

/* By the numbers of 32-bit programs: i386's, and arm's. */
static __always_inline bool is_write_32(long number)
{
	switch (number) {
	case 4:   /* write */
	case 146: /* writev */
	case 181: /* pwrite64 */
#if defined(__TARGET_ARCH_x86)
	case 334: /* pwritev */
	case 379: /* pwritev2 */
#elif defined(__TARGET_ARCH_arm64)
	case 362: /* pwritev */
	case 393: /* pwritev2 */
#endif
		return true;
	}
	return false;
}

/* Whether argument 0 is a descriptor. */
static __always_inline bool call_has_fd(enum sync_call call)
{
	return call != SYNC_CALL_SYNC && call != SYNC_CALL_MSYNC;
}

#endif /* PROBE_SYNC_CALLS_BPF_H */
