/* SPDX-License-Identifier: Apache-2.0 */
/* Counts what was moved, in the row of its file. */
#ifndef PROBE_FILETOP_ROWS_BPF_H
#define PROBE_FILETOP_ROWS_BPF_H

#include "files.bpf.h"

const volatile bool full_path = true;

/* The directory to which rows are limited; with `directory_inode` 0, none. */
const volatile __u64 directory_inode = 0;
const volatile __u32 directory_dev = 0;

/*
 * Between two readings, for each file as many rows as there are threads that use it. What finds
 * no row is counted as lost (map_full). The option maxFiles replaces the number.
 */
PROBE_TABLE(files, struct filetop_key, struct filetop_row, 8192);

/*
 * Whether a row may be made: a file that has one has been found below the directory already. A
 * file whose place cannot be looked up any more is not told, and counted as lost.
 */
static __always_inline bool is_below_directory(struct moved *moved)
{
	struct probe_scratch *scratch;
	struct file *file = moved->file;
	bool is_below;

	if (!directory_inode || probe_table_find(files, &moved->key))
		return true;
	if (!is_still(moved)) {
		probe_count_loss(unpaired);
		return false;
	}
	scratch = probe_scratch_take();
	if (!scratch)
		return false;
	is_below = probe_path_below(scratch, BPF_CORE_READ(file, f_path.dentry),
				    BPF_CORE_READ(file, f_path.mnt), directory_inode,
				    directory_dev);
	probe_scratch_release(scratch);
	return is_below;
}

/*
 * What is in no directory has only a name of the kernel's: memfds, anonymous inodes, sockets.
 * Pipes have none at all.
 */
static __always_inline bool has_path(struct dentry *dentry, struct vfsmount *mnt)
{
	return full_path && (dentry != BPF_CORE_READ(dentry, d_parent) ||
			     dentry == BPF_CORE_READ(mnt, mnt_root));
}

static __always_inline void set_path(struct filetop_row *row, struct file *file)
{
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
	struct vfsmount *mnt = BPF_CORE_READ(file, f_path.mnt);
	struct probe_scratch *scratch;

	if (!has_path(dentry, mnt)) {
		bpf_probe_read_kernel_str(row->path, sizeof(row->path),
					  BPF_CORE_READ(dentry, d_name.name));
		return;
	}
	scratch = probe_scratch_try();
	if (!scratch) {
		probe_count_loss(unreadable);
		return;
	}
	scratch->flags = 0;
	probe_copy_path(scratch, dentry, mnt, row->path, sizeof(row->path));
	if (scratch->flags & PROBE_FLAG_TRUNCATED) {
		row->truncated = true;
		probe_count_loss(truncated);
	}
	if (scratch->flags & PROBE_FLAG_UNREADABLE)
		probe_count_loss(unreadable);
	probe_scratch_release(scratch);
}

static __always_inline void set_comm(struct filetop_row *row, struct task_struct *task)
{
	if (by_process)
		task = BPF_CORE_READ(task, group_leader);
	bpf_core_read_str(row->comm, sizeof(row->comm), &task->comm);
}

static __always_inline struct filetop_row *row_of(struct moved *moved, struct task_struct *task)
{
	struct filetop_row *row;
	bool is_new;

	if (!is_below_directory(moved))
		return NULL;
	row = probe_table_row(files, &moved->key, &is_new);
	if (!row || !is_new)
		return row;
	row->type = moved->type;
	set_comm(row, task);
	if (is_still(moved))
		set_path(row, moved->file);
	else
		probe_count_loss(unreadable);
	return row;
}

/* Functions of their own, so that programs which count on both sides of a call are not twice as long. */
static __noinline int count_read(struct moved *moved, struct task_struct *task, __u64 bytes)
{
	struct filetop_row *row = row_of(moved, task);

	if (row) {
		__sync_fetch_and_add(&row->reads, 1);
		__sync_fetch_and_add(&row->read_bytes, bytes);
	}
	return 0;
}

static __noinline int count_write(struct moved *moved, struct task_struct *task, __u64 bytes)
{
	struct filetop_row *row = row_of(moved, task);

	if (row) {
		__sync_fetch_and_add(&row->writes, 1);
		__sync_fetch_and_add(&row->write_bytes, bytes);
	}
	return 0;
}

static __always_inline void count_transfer(struct transfer *transfer, __u64 bytes)
{
	if (transfer->read.file)
		count_read(&transfer->read, probe_current(), bytes);
	if (transfer->written.file)
		count_write(&transfer->written, probe_current(), bytes);
}

#endif /* PROBE_FILETOP_ROWS_BPF_H */
