/* SPDX-License-Identifier: Apache-2.0 */
/* What probe-mine sends. */
#ifndef PROBE_MINE_H
#define PROBE_MINE_H

#include <probekit/wire.h>

enum mine_event_type {
	MINE_EVENT_ASKED = 1,
};

struct mine_asked {
	struct probe_header header;
	struct probe_context context;
	__u64 times;
	__s32 who;
	__u32 which;
};
_Static_assert(sizeof(struct mine_asked) == 96, "struct mine_asked");

#endif /* PROBE_MINE_H */
