/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes that flush by themselves, told by what they write to. Every write asks, so that one
 * which does not flush costs a few reads of memory and no look-up.
 */
#ifndef PROBE_SYNC_SYNCHRONOUS_BPF_H
#define PROBE_SYNC_SYNCHRONOUS_BPF_H

#include "flush.bpf.h"

#define O_DSYNC 010000 /* a part of O_SYNC */
#define RWF_DSYNC 0x2
#define RWF_SYNC 0x4
#define S_SYNC 0x1
#define SB_SYNCHRONOUS 0x10

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct file_operations {
	int (*fsync)(struct file *, __s64, __s64, int);
};

struct super_block___flags {
	unsigned long s_flags;
};

struct inode___flags {
	unsigned int i_flags;
	struct super_block___flags *i_sb;
};

struct address_space {
	struct inode___flags *host;
};

struct file___written {
	unsigned int f_flags;
	struct address_space *f_mapping;
	const struct file_operations *f_op;
};

#pragma clang attribute pop

/* Pipes, sockets and most devices have nothing to flush, whatever their flags. */
static __always_inline bool can_be_flushed(struct file___written *file)
{
	return BPF_CORE_READ(file, f_op, fsync);
}

/* As iocb_flags() has it and, from Linux 6.0 on, iocb_is_dsync(). */
static __always_inline bool is_synchronous(struct file___written *file)
{
	struct inode___flags *inode;

	if (BPF_CORE_READ(file, f_flags) & O_DSYNC)
		return true;
	inode = BPF_CORE_READ(file, f_mapping, host);
	return BPF_CORE_READ(inode, i_flags) & S_SYNC ||
	       BPF_CORE_READ(inode, i_sb, s_flags) & SB_SYNCHRONOUS;
}

/* Writes that are followed. It may be too high, where the end of one was not seen, and never too low. */
__u32 writes_under_way = 0;

static __always_inline void write_begins(__s32 fd, int rwf)
{
	struct file___written *file;

	if (!probe_filter())
		return;
	file = (struct file___written *)probe_direct_file(fd);
	if (!file || !can_be_flushed(file))
		return;
	if (rwf & (RWF_DSYNC | RWF_SYNC) || is_synchronous(file)) {
		__sync_fetch_and_add(&writes_under_way, 1);
		flush_begins(SYNC_CALL_WRITE, fd, 0);
	}
}

/* A write of nothing does not flush. */
static __always_inline void write_ends(long ret)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct flush *flush;

	if (!writes_under_way)
		return;
	flush = bpf_map_lookup_elem(&flushing, &tid);
	if (!flush || flush->call != SYNC_CALL_WRITE)
		return;
	__sync_fetch_and_add(&writes_under_way, -1);
	if (ret)
		flush_ends(ret < 0 ? ret : 0);
	else
		bpf_map_delete_elem(&flushing, &tid);
}

#endif /* PROBE_SYNC_SYNCHRONOUS_BPF_H */
