/* SPDX-License-Identifier: Apache-2.0 */
/* Full paths, across mount points, as the current task would name them. */
#ifndef PROBEKIT_PATH_BPF_H
#define PROBEKIT_PATH_BPF_H

#include "direct.bpf.h"
#include "record.bpf.h"
#include "window.bpf.h"

/* Directories and mount points from a file up to the root that a path may have. */
#define PROBE_PATH_DEPTH 128

static __always_inline struct mount *probekit_mount(struct vfsmount *mnt)
{
	return (void *)mnt - bpf_core_field_offset(struct mount, mnt);
}

/* Goes on with this mount. With NULL there is no more than the file system. */
static __always_inline void probekit_walk_enter(struct probekit_path_walk *walk,
						struct vfsmount *mnt)
{
	struct mount *mount = probekit_mount(mnt), *parent;

	walk->mnt = mnt;
	walk->mnt_root = walk->mountpoint = NULL;
	walk->mnt_parent = NULL;
	if (!mnt)
		return;
	PROBE_READ_WINDOW(walk->window, mount, mnt_parent);
	parent = PROBE_FROM_WINDOW(walk->window, mount, mnt_parent, mnt_parent);
	walk->mnt_root = PROBE_FROM_WINDOW(walk->window, mount, mnt_parent, mnt.mnt_root);
	walk->mountpoint = PROBE_FROM_WINDOW(walk->window, mount, mnt_parent, mnt_mountpoint);
	if (parent)
		walk->mnt_parent = (void *)parent + bpf_core_field_offset(struct mount, mnt);
}

/* Puts "/name" before what the walk has; false when there is no more room. */
static __always_inline bool probekit_walk_prepend(struct probekit_path_walk *walk,
						  const unsigned char *name, __u32 length)
{
	__u32 at = walk->at;

	if (length > PROBE_NAME_MAX || length + 1 > at || at > PROBE_PATH_MAX)
		return false;
	at -= length;
	barrier_var(at);
	if (at > PROBE_PATH_MAX || length > PROBE_NAME_MAX)
		return false;
	if (bpf_probe_read_kernel(&walk->text[at], length, name))
		return false;
	at--;
	barrier_var(at);
	if (at > PROBE_PATH_MAX)
		return false;
	walk->text[at] = '/';
	walk->at = at;
	return true;
}

/* From the root of a mount to what it is mounted on; false when that is nothing. */
static __always_inline bool probekit_walk_mount(struct probekit_path_walk *walk)
{
	if (!walk->mnt_parent || walk->mnt_parent == walk->mnt)
		return false;
	walk->dentry = walk->mountpoint;
	probekit_walk_enter(walk, walk->mnt_parent);
	return true;
}

/* One step up; false at the top, or when there is no room. */
static __always_inline bool probekit_walk_step(struct probe_scratch *scratch)
{
	struct probekit_path_walk *walk = &scratch->walk;
	struct dentry *dentry = walk->dentry, *parent;

	if (dentry == walk->root && walk->mnt == walk->root_mnt)
		return false;
	if (dentry == walk->mnt_root)
		return probekit_walk_mount(walk);

	PROBE_READ_WINDOW(walk->window, dentry, d_parent);
	parent = PROBE_FROM_WINDOW(walk->window, dentry, d_parent, d_parent);
	if (!walk->mnt && dentry == parent)
		return false;
	if (!probekit_walk_prepend(walk,
				   PROBE_FROM_WINDOW(walk->window, dentry, d_parent, d_name.name),
				   PROBE_FROM_WINDOW(walk->window, dentry, d_parent, d_name.len))) {
		scratch->flags |= PROBE_FLAG_TRUNCATED;
		return false;
	}
	walk->dentry = parent;
	return parent != dentry; /* a file of no directory, such as a memfd, is its own parent */
}

/*
 * Some steps up; 0 when there are no more. A global function, as all that is done in the turns of
 * a loop: the verifier goes through it once, and in each turn only over its call. Several steps,
 * because the call and finding the scratch take a third of the time of one.
 */
#define PROBEKIT_STEPS 4

__noinline int probekit_walk_steps(__u32 scratch_number)
{
	struct probe_scratch *scratch = probekit_scratch_by(scratch_number);

	if (!scratch)
		return 0;
	for (int i = 0; i < PROBEKIT_STEPS; i++)
		if (!probekit_walk_step(scratch))
			return 0;
	return 1;
}

/* Walks up from where the walk begins. */
static __always_inline void probekit_walk_up(struct probe_scratch *scratch)
{
	for (int depth = 0; depth < PROBE_PATH_DEPTH; depth += PROBEKIT_STEPS)
		if (!probekit_walk_steps(scratch->number))
			return;
	scratch->flags |= PROBE_FLAG_TRUNCATED;
}

/* The walk is to end at the root directory of the current task. */
static __always_inline void probekit_walk_to_root(struct probekit_path_walk *walk)
{
	struct task_struct *task = probe_direct_current();
	struct fs_struct *fs;

	if (task) {
		walk->root = task->fs->root.dentry;
		walk->root_mnt = task->fs->root.mnt;
		return;
	}
	fs = BPF_CORE_READ(probe_current(), fs);
	walk->root = BPF_CORE_READ(fs, root.dentry);
	walk->root_mnt = BPF_CORE_READ(fs, root.mnt);
}

/*
 * Walks from `dentry` on mount `mnt` up to the root directory of the current task or, when it is
 * outside of that, to the top of its mount tree. The path is what is in scratch->walk.text from the
 * returned place, which is below PROBE_PATH_MAX, up to PROBE_PATH_MAX.
 *
 * With `mnt` NULL the path begins at the root of the dentry's own file system. A path longer
 * than PROBE_PATH_MAX or deeper than PROBE_PATH_DEPTH keeps its end and is flagged.
 */
static __always_inline __u32 probekit_walk_path(struct probe_scratch *scratch,
						struct dentry *dentry, struct vfsmount *mnt)
{
	struct probekit_path_walk *walk = &scratch->walk;
	__u32 at;

	walk->dentry = dentry;
	probekit_walk_enter(walk, mnt);
	probekit_walk_to_root(walk);
	walk->at = PROBE_PATH_MAX;
	probekit_walk_up(scratch);

	at = walk->at;
	if (at >= PROBE_PATH_MAX) { /* the root itself */
		at = PROBE_PATH_MAX - 1;
		walk->text[at] = '/';
	}
	return at;
}

/* Appends that path. No dentry gives an empty one, flagged. */
static __always_inline struct probe_data
probe_append_path(struct probe_scratch *scratch, struct dentry *dentry, struct vfsmount *mnt)
{
	__u32 at;

	if (!dentry) {
		scratch->flags |= PROBE_FLAG_UNREADABLE;
		return (struct probe_data){ .offset = scratch->length };
	}
	at = probekit_walk_path(scratch, dentry, mnt);
	return probe_append_kernel(scratch, &scratch->walk.text[at], PROBE_PATH_MAX - at,
				   PROBE_PATH_MAX);
}

/*
 * The same into `text`, a row's for example: `size` bytes, a constant of at most
 * PROBE_PATH_MAX, that are all zeros. What has no room for its NUL keeps its end and is flagged.
 */
static __always_inline void probe_copy_path(struct probe_scratch *scratch, struct dentry *dentry,
					    struct vfsmount *mnt, char *text, __u32 size)
{
	__u32 at = probekit_walk_path(scratch, dentry, mnt);
	__u32 length = PROBE_PATH_MAX - at;

	if (length >= size) {
		scratch->flags |= PROBE_FLAG_TRUNCATED;
		length = size - 1;
	}
	barrier_var(length);
	if (length >= size)
		return;
	at = PROBE_PATH_MAX - length;
	barrier_var(at);
	if (at < PROBE_PATH_MAX && bpf_probe_read_kernel(text, length, &scratch->walk.text[at]))
		scratch->flags |= PROBE_FLAG_UNREADABLE;
}

/* Whether the walk is at the directory that is looked for, by inode and device. */
static __always_inline bool probekit_walk_found(struct probe_scratch *scratch,
						struct dentry *dentry)
{
	struct inode *inode = BPF_CORE_READ(dentry, d_inode);

	return BPF_CORE_READ(inode, i_ino) == scratch->state[0] &&
	       BPF_CORE_READ(inode, i_sb, s_dev) == scratch->state[1];
}

enum probekit_search { PROBEKIT_SEARCH_ON, PROBEKIT_FOUND, PROBEKIT_NOT_FOUND };

/* One step of probe_path_below(); enum probekit_search. */
__noinline int probekit_search_step(__u32 scratch_number)
{
	struct probe_scratch *scratch = probekit_scratch_by(scratch_number);
	struct probekit_path_walk *walk;
	struct dentry *dentry;

	if (!scratch)
		return PROBEKIT_NOT_FOUND;
	walk = &scratch->walk;
	dentry = walk->dentry;
	if (probekit_walk_found(scratch, dentry))
		return PROBEKIT_FOUND;
	walk->dentry = BPF_CORE_READ(dentry, d_parent);
	if (dentry != walk->root && walk->dentry != dentry)
		return PROBEKIT_SEARCH_ON;
	if (dentry != walk->root || !probekit_walk_mount(walk))
		return PROBEKIT_NOT_FOUND;
	walk->root = walk->mnt_root;
	return PROBEKIT_SEARCH_ON;
}

/*
 * Whether `dentry` on mount `mnt` is, or is below, the directory with inode number `inode` on
 * device `dev` (the superblock's), at most PROBE_PATH_DEPTH directories and mounts above it.
 */
static __always_inline bool probe_path_below(struct probe_scratch *scratch, struct dentry *dentry,
					     struct vfsmount *mnt, __u64 inode, __u32 dev)
{
	int depth, result = PROBEKIT_SEARCH_ON;

	scratch->walk.dentry = dentry;
	probekit_walk_enter(&scratch->walk, mnt);
	scratch->walk.root = scratch->walk.mnt_root;
	scratch->state[0] = inode;
	scratch->state[1] = dev;
	for (depth = 0; depth < PROBE_PATH_DEPTH && result == PROBEKIT_SEARCH_ON; depth++)
		result = probekit_search_step(scratch->number);
	return result == PROBEKIT_FOUND;
}

/* Whether something open is in no directory: a pipe, a socket, a memfd. What it is called is no path. */
static __always_inline bool probe_is_pathless(struct path *path)
{
	struct dentry *dentry = BPF_CORE_READ(path, dentry);

	return dentry == BPF_CORE_READ(dentry, d_parent) &&
	       dentry != BPF_CORE_READ(path, mnt, mnt_root);
}

#endif /* PROBEKIT_PATH_BPF_H */
