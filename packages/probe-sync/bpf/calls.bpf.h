/* SPDX-License-Identifier: Apache-2.0 */
/* The system calls that flush, by their numbers. */
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
#endif
	}
	return -1;
}

/* Whether argument 0 is a descriptor. */
static __always_inline bool call_has_fd(enum sync_call call)
{
	return call != SYNC_CALL_SYNC && call != SYNC_CALL_MSYNC;
}

#endif /* PROBE_SYNC_CALLS_BPF_H */
