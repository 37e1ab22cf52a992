/* SPDX-License-Identifier: Apache-2.0 */
/* What probe-exec sends. src/probe.ts gives these fields their names and meaning. */
#ifndef PROBE_EXEC_H
#define PROBE_EXEC_H

#include <probekit/wire.h>

enum exec_event_type {
	EXEC_EVENT_EXEC = 1,
};

struct exec_event {
	struct probe_header header;
	struct probe_context context;
	__s32 ret;
	__u32 argc; /* what was passed, not what fits into argv; a failed exec's up to 256 */
	char comm_before[PROBE_COMM_LEN];
	char parent_comm[PROBE_COMM_LEN];
	struct probe_data filename;
	struct probe_data argv; /* each argument ends with a NUL */
	struct probe_data cwd;
	struct probe_data tty;
	struct probe_data hostname;
};
_Static_assert(sizeof(struct exec_event) == 160, "struct exec_event");

#endif /* PROBE_EXEC_H */
