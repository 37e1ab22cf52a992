/* SPDX-License-Identifier: Apache-2.0 */
/* Open files: which ones are counted, and what tells them apart. */
#ifndef PROBE_FILETOP_FILES_BPF_H
#define PROBE_FILETOP_FILES_BPF_H

#include "calls.bpf.h"
#include "filetop.h"

const volatile bool by_process = false;

/* An open file that is counted; with `file` NULL, none. */
struct moved {
	struct file *file;
	struct filetop_key key;
	__u32 type;  /* enum filetop_type */
	__u32 early; /* not 0: found when the call began; it may have been closed since */
};

static __always_inline bool is_counted_type(__u32 type)
{
	return all_types || type == FILETOP_TYPE_REGULAR;
}

/*
 * A file is told from others by device, inode number and generation. Its path would not do: hard
 * links have several, and a renamed file has another.
 */
static __always_inline bool identify(struct file *file, struct moved *moved)
{
	struct inode *inode = BPF_CORE_READ(file, f_inode);

	if (!inode)
		return false;
	moved->type = BPF_CORE_READ(inode, i_mode) >> 12;
	if (!is_counted_type(moved->type))
		return false;
	moved->key.inode = BPF_CORE_READ(inode, i_ino);
	moved->key.dev = BPF_CORE_READ(inode, i_sb, s_dev);
	moved->key.generation = BPF_CORE_READ(inode, i_generation);
	moved->file = file;
	return true;
}

/* The same of a file with its BTF type, in a fraction of the time. */
static __always_inline bool identify_direct(struct file *file, struct moved *moved)
{
	struct inode *inode = file->f_inode;

	if (!inode)
		return false;
	moved->type = inode->i_mode >> 12;
	if (!is_counted_type(moved->type))
		return false;
	moved->key.inode = inode->i_ino;
	moved->key.dev = inode->i_sb->s_dev;
	moved->key.generation = inode->i_generation;
	moved->file = file;
	return true;
}

/* Who moves the bytes. */
static __always_inline void set_subject(struct moved *moved, __u32 pid, __u32 tid)
{
	moved->key.pid = pid;
	moved->key.tid = by_process ? pid : tid;
}

/*
 * The file behind a descriptor of the current task; false when it is not open. `moved->file` is
 * NULL.
 */
static __noinline bool find_moved(__s32 fd, struct moved *moved)
{
	struct file *file = probe_direct_typed_file(fd);
	bool identified;
	__u64 pid_tgid;

	if (file) {
		identified = identify_direct(file, moved);
	} else {
		file = probe_direct_file(fd);
		if (!file)
			return false;
		identified = identify(file, moved);
	}
	if (!identified)
		return true;
	pid_tgid = bpf_get_current_pid_tgid();
	set_subject(moved, pid_tgid >> 32, (__u32)pid_tgid);
	return true;
}

/* What a call moves bytes from and to. */
struct transfer {
	struct moved read;
	struct moved written;
};

/* The files of `transfer` are NULL. False when one of the descriptors is not open. */
static __always_inline bool find_transfer(struct descriptors fds, struct transfer *transfer)
{
	bool found = true;

	if (fds.read != NO_FD)
		found = find_moved(fds.read, &transfer->read);
	if (fds.written != NO_FD)
		found &= find_moved(fds.written, &transfer->written);
	return found;
}

/* Whether `file` still is what it was when it was found. */
static __always_inline bool is_still(struct moved *moved)
{
	struct moved now = {};

	if (!moved->early)
		return true;
	return identify(moved->file, &now) && now.key.inode == moved->key.inode &&
	       now.key.dev == moved->key.dev && now.key.generation == moved->key.generation;
}

#endif /* PROBE_FILETOP_FILES_BPF_H */
