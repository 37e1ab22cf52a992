/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every record begins with. Sizes are fixed: user space reads these structs by the
 * layout in the object's BTF, and the assertions keep two compilers from disagreeing.
 */
#ifndef PROBEKIT_WIRE_H
#define PROBEKIT_WIRE_H

#include <linux/types.h>

#define PROBE_COMM_LEN 16

/* Event numbers of the session's own records; no probe has them. */
#define PROBE_EVENT_LOG 0xffff
#define PROBE_EVENT_CGROUP 0xfffe

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
#define PROBE_LOG_STRING_LEN 64
struct probe_log_record {
	struct probe_header header;
	__u32 pid;
	__u32 tid;
	__u16 level;
	__u16 arg_count;
	__u32 string_args; /* bits: which arguments are in `strings` */
	__u64 args[PROBE_LOG_ARGS];
	char text[PROBE_LOG_TEXT_LEN];
	char strings[PROBE_LOG_ARGS][PROBE_LOG_STRING_LEN];
};
_Static_assert(sizeof(struct probe_log_record) == 424, "struct probe_log_record");

/* A cgroup of the v2 hierarchy that has been made, or removed, since the session was opened. */
#define PROBE_CGROUP_NAME_LEN 256
struct probe_cgroup_record {
	struct probe_header header;
	__u64 id;
	__u64 parent_id;
	__u32 removed; /* else made; only then it has a name */
	__u32 reserved;
	char name[PROBE_CGROUP_NAME_LEN];
};
_Static_assert(sizeof(struct probe_cgroup_record) == 296, "struct probe_cgroup_record");

#endif /* PROBEKIT_WIRE_H */
