/* SPDX-License-Identifier: Apache-2.0 */
/* What probe-sync sends. src/probe.ts gives these fields their names and meaning. */
#ifndef PROBE_SYNC_H
#define PROBE_SYNC_H

#include <probekit/wire.h>

enum sync_event_type {
	SYNC_EVENT_SYNCED = 1,
	SYNC_EVENT_WRITTEN,
};

/* The system calls; also the groups of the histogram, which are counted from 0. */
enum sync_call {
	SYNC_CALL_SYNC,
	SYNC_CALL_SYNCFS,
	SYNC_CALL_FSYNC,
	SYNC_CALL_FDATASYNC,
	SYNC_CALL_MSYNC,
	SYNC_CALL_SYNC_FILE_RANGE,
	SYNC_CALL_WRITE, /* and pwrite64, writev, pwritev, pwritev2 */
};
#define SYNC_CALLS (SYNC_CALL_WRITE + 1)

/* `fd` of a call that takes none. Not -1, which programs pass when an open has failed. */
#define SYNC_NO_FD (-0x7fffffff - 1)

/* Of both events. */
struct sync_flushed {
	struct probe_header header;
	struct probe_context context;
	__u64 latency_ns;
	__s32 fd;
	__s32 ret;
	__u32 call; /* enum sync_call */
	__u32 reserved;
	struct probe_data path; /* empty: the call has no file, or the file no path */
};
_Static_assert(sizeof(struct sync_flushed) == 112, "struct sync_flushed");

#endif /* PROBE_SYNC_H */
