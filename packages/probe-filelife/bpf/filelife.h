/* SPDX-License-Identifier: Apache-2.0 */
/* What probe-filelife sends. src/probe.ts gives these fields their names and meaning. */
#ifndef PROBE_FILELIFE_H
#define PROBE_FILELIFE_H

#include <probekit/wire.h>

enum filelife_event_type {
	FILELIFE_EVENT_DELETED = 1,
};

/* How a file lost its last name, or, when it never had one, its last descriptor. */
enum filelife_operation {
	FILELIFE_OP_UNLINK = 1,
	FILELIFE_OP_RENAME = 2, /* another file was renamed over it */
	FILELIFE_OP_RMDIR = 3,
	FILELIFE_OP_CLOSE = 4, /* O_TMPFILE, never linked */
};

/* The file type bits of i_mode, shifted down. */
enum filelife_kind {
	FILELIFE_KIND_FIFO = 1,
	FILELIFE_KIND_CHARACTER_DEVICE = 2,
	FILELIFE_KIND_DIRECTORY = 4,
	FILELIFE_KIND_BLOCK_DEVICE = 6,
	FILELIFE_KIND_FILE = 8,
	FILELIFE_KIND_SYMLINK = 10,
	FILELIFE_KIND_SOCKET = 12,
};

struct filelife_deleted {
	struct probe_header header;
	struct probe_context context; /* the deleter */
	__u64 age_ns;
	__u64 inode;
	__u32 creator_pid;
	__u16 operation; /* enum filelife_operation */
	__u16 kind;      /* enum filelife_kind */
	char creator_comm[PROBE_COMM_LEN];
	struct probe_data path;
};
_Static_assert(sizeof(struct filelife_deleted) == 128, "struct filelife_deleted");

#endif /* PROBE_FILELIFE_H */
