/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of the table of files that are read and written. */
#ifndef PROBE_FILETOP_H
#define PROBE_FILETOP_H

#include <linux/types.h>
#include <probekit/wire.h>

enum filetop_event_type {
	FILETOP_EVENT_FILES = 1,
};

/* The file type in i_mode, as S_IFMT >> 12. What has none there is an anonymous inode. */
enum filetop_type {
	FILETOP_TYPE_ANONYMOUS = 0,
	FILETOP_TYPE_PIPE = 1,
	FILETOP_TYPE_CHARACTER_DEVICE = 2,
	FILETOP_TYPE_BLOCK_DEVICE = 6,
	FILETOP_TYPE_REGULAR = 8,
	FILETOP_TYPE_SOCKET = 12,
};

/* A file, however it is called, and who moves its bytes. */
struct filetop_key {
	__u64 inode;
	__u32 dev; /* of the superblock, as the kernel has it: 12 bits major, 20 bits minor */
	__u32 generation;
	__u32 pid;
	__u32 tid; /* the leader's when counted by process */
};
_Static_assert(sizeof(struct filetop_key) == 24, "struct filetop_key");

/* The end of a longer path is kept. With the NUL. */
#define FILETOP_PATH_SIZE 512

struct filetop_row {
	__u64 reads;
	__u64 read_bytes;
	__u64 writes;
	__u64 write_bytes;
	__u32 type; /* enum filetop_type */
	__u8 truncated;
	__u8 reserved[3];
	char comm[PROBE_COMM_LEN];
	char path[FILETOP_PATH_SIZE];
};
_Static_assert(sizeof(struct filetop_row) == 568, "struct filetop_row");

#endif /* PROBE_FILETOP_H */
