/* SPDX-License-Identifier: Apache-2.0 */
/* What probe-open sends. src/probe.ts gives these fields their names and meaning. */
#ifndef PROBE_OPEN_H
#define PROBE_OPEN_H

#include <probekit/wire.h>

enum open_event_type {
	OPEN_EVENT_OPENED = 1,
};

/* The system calls, and the one way around them. */
enum open_call {
	OPEN_CALL_OPEN,
	OPEN_CALL_CREAT,
	OPEN_CALL_OPENAT,
	OPEN_CALL_OPENAT2,
	OPEN_CALL_OPEN_BY_HANDLE_AT,
	OPEN_CALL_IO_URING,
};

/* `mode` and `resolve` of an open that has none. */
#define OPEN_NONE 0xffffffff

struct open_opened {
	struct probe_header header;
	struct probe_context context;
	__s32 ret;
	__s32 fd;   /* negative: none */
	__u32 call; /* enum open_call */
	__u32 flags;
	__u32 mode;
	__u32 resolve;          /* RESOLVE_*, of openat2 and io_uring */
	struct probe_data name; /* as it was passed */
	struct probe_data path; /* the same bytes as `name`, where that is the path; or empty */
};
_Static_assert(sizeof(struct open_opened) == 120, "struct open_opened");

#endif /* PROBE_OPEN_H */
