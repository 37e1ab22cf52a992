/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vfs_fsync_range(), which flushes one file. msync() calls it for each file that is mapped in
 * its range. Of writes it is called only by those that flush by themselves, in
 * generic_write_sync(): others are not slowed down by being told apart. A file system upon
 * another calls it again for the file below.
 */
#ifndef PROBE_SYNC_VFS_FSYNC_RANGE_BPF_H
#define PROBE_SYNC_VFS_FSYNC_RANGE_BPF_H

#include "flush.bpf.h"

/* <linux/sched.h>. Such threads are in no system call, though those of io_uring have a copy of
 * the registers of one. */
#define PF_IO_WORKER 0x00000010
#define PF_KTHREAD 0x00200000

/* The descriptor that the current thread is writing to; -1, which none is, if it is not. */
static __always_inline __s32 written_fd(void)
{
	struct pt_regs *regs = probe_user_regs();
	long number = probe_syscall_number(regs);

	if (BPF_CORE_READ(probe_current(), flags) & (PF_IO_WORKER | PF_KTHREAD))
		return -1;
	if (probe_syscall_is_32_bit())
		return is_write_32(number) ? (__s32)probe_syscall_arg_32(regs, 0) : -1;
	return call_by_number(number) == SYNC_CALL_WRITE ? (__s32)probe_syscall_arg(regs, 0) : -1;
}

/* Of the files that one msync() flushes, the first is the one that is told. */
static __always_inline void msync_flushes(struct flush *flush, struct file *file)
{
	if (flush->call != SYNC_CALL_MSYNC || flush->file)
		return;
	flush->dentry = BPF_CORE_READ(file, f_path.dentry);
	flush->file = file;
}

/*
 * `current_flush` is NULL for the first flush of a write. Otherwise it is a flush that this one
 * is a part of, or what is left of one whose end was skipped.
 */
static __always_inline void write_flushes(struct flush *current_flush, __s32 fd, struct file *file)
{
	__u32 stack_depth = BPF_CORE_READ(file, f_inode, i_sb, s_stack_depth);

	if (current_flush && current_flush->call == SYNC_CALL_WRITE &&
	    stack_depth < current_flush->stack_depth)
		current_flush->nested++;
	else
		flush_begins(SYNC_CALL_WRITE, fd, stack_depth);
}

static __always_inline void file_flush_begins(struct file *file)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct flush *flush;
	__s32 fd = -1;

	if (!probe_filter())
		return;
	flush = bpf_map_lookup_elem(&flushing, &tid);
	if (probe_event_wanted(SYNC_EVENT_WRITTEN))
		fd = written_fd();
	if (fd >= 0)
		write_flushes(flush, fd, file);
	else if (flush)
		msync_flushes(flush, file);
}

static __always_inline void file_flush_ends(long ret)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct flush *flush = bpf_map_lookup_elem(&flushing, &tid);

	if (!flush || flush->call != SYNC_CALL_WRITE || written_fd() != flush->fd)
		return;
	if (flush->nested)
		flush->nested--;
	else
		flush_ends(ret);
}

#endif /* PROBE_SYNC_VFS_FSYNC_RANGE_BPF_H */
