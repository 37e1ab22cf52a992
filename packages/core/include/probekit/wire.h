/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every record begins with. Sizes are fixed: user space reads these structs by the
 * layout in the object's BTF, and the assertions keep two compilers from disagreeing.
 */
#ifndef PROBEKIT_WIRE_H
#define PROBEKIT_WIRE_H

#include <linux/types.h>

#define PROBE_COMM_LEN 16

/* The event number of struct probe_log_record; no probe has it. */
#define PROBE_EVENT_LOG 0xffff

enum probe_flag {
	PROBE_FLAG_TRUNCATED = 1,  /* some bytes did not fit and were cut off */
	PROBE_FLAG_UNREADABLE = 2, /* some memory could not be read: not paged in, or gone */
};

struct probe_header {
	__u64 time_ns; /* boot clock */
	__u16 probe;   /* the session's number for the probe */
	__u16 event;   /* the probe's own enum */
	__u32 flags;   /* enum probe_flag */
};
_Static_assert(sizeof(struct probe_header) == 16, "struct probe_header");

/*
 * Who did it: the subject of the event. pid is the thread group and tid the thread, as
 * user space names them; ns_* are the numbers inside the subject's own pid namespace.
 * cgroup_id and all ns fields are 0 unless the session asks for namespaces.
 */
struct probe_context {
	__u64 cgroup_id;
	__u32 pid;
	__u32 tid;
	__u32 ppid;
	__u32 uid;
	__u32 gid;
	__u32 pid_ns;
	__u32 mnt_ns;
	__u32 ns_pid;
	__u32 ns_tid;
	__u32 ns_ppid;
	char comm[PROBE_COMM_LEN];
};
_Static_assert(sizeof(struct probe_context) == 64, "struct probe_context");

/* Bytes in the record's tail: offset from the record's start. */
struct probe_data {
	__u32 offset;
	__u32 length;
};

/* What probe_log() sends; user space puts the arguments into the text. */
#define PROBE_LOG_ARGS 4
#define PROBE_LOG_TEXT_LEN 104
struct probe_log_record {
	struct probe_header header;
	__u32 pid;
	__u32 tid;
	__u32 level;
	__u32 arg_count;
	__u64 args[PROBE_LOG_ARGS];
	char text[PROBE_LOG_TEXT_LEN];
};
_Static_assert(sizeof(struct probe_log_record) == 168, "struct probe_log_record");

#endif /* PROBEKIT_WIRE_H */
