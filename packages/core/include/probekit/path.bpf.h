/* SPDX-License-Identifier: Apache-2.0 */
/* Full paths, across mount points, as the current task would name them. */
#ifndef PROBEKIT_PATH_BPF_H
#define PROBEKIT_PATH_BPF_H

#include "record.bpf.h"

/* Directories and mount points from a file up to the root that a path may have. */
#define PROBE_PATH_DEPTH 128

static __always_inline struct mount *probekit_mount(struct vfsmount *mnt)
{
	return (void *)mnt - bpf_core_field_offset(struct mount, mnt);
}

/* Puts "/name" before what the walk has; false when there is no more room. */
static __always_inline bool probekit_walk_prepend(struct probekit_path_walk *walk,
						  struct dentry *dentry)
{
	const unsigned char *name = BPF_CORE_READ(dentry, d_name.name);
	__u32 length = BPF_CORE_READ(dentry, d_name.len);
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

/* One step up; false at the top, or when there is no room. */
static __always_inline bool probekit_walk_step(struct probe_scratch *scratch)
{
	struct probekit_path_walk *walk = &scratch->walk;
	struct dentry *dentry = walk->dentry;
	struct vfsmount *mnt = walk->mnt;
	struct dentry *parent, *mnt_root;

	if (dentry == walk->root && mnt == walk->root_mnt)
		return false;

	parent = BPF_CORE_READ(dentry, d_parent);
	mnt_root = BPF_CORE_READ(mnt, mnt_root);
	if (dentry == mnt_root || (!mnt && dentry == parent)) {
		struct mount *mount = probekit_mount(mnt);
		struct mount *above = BPF_CORE_READ(mount, mnt_parent);

		if (!mnt || !above || above == mount)
			return false;
		walk->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
		walk->mnt = (struct vfsmount *)((void *)above +
						bpf_core_field_offset(struct mount, mnt));
		return true;
	}
	if (!probekit_walk_prepend(walk, dentry)) {
		scratch->flags |= PROBE_FLAG_TRUNCATED;
		return false;
	}
	walk->dentry = parent;
	return parent != dentry; /* a file of no directory, such as a memfd, is its own parent */
}

/*
 * Walks up from where scratch->walk begins. A global function, so that the verifier goes
 * through its 128 turns once a program and not once a call; it takes no argument because
 * Linux 5.10 knows no pointers to memory as arguments of such functions.
 */
__noinline int probekit_walk_up(void)
{
	__u32 zero = 0;
	struct probe_scratch *scratch = bpf_map_lookup_elem(&probekit_scratch, &zero);
	int depth;

	if (!scratch)
		return 0;
	for (depth = 0; depth < PROBE_PATH_DEPTH; depth++)
		if (!probekit_walk_step(scratch))
			return 0;
	scratch->flags |= PROBE_FLAG_TRUNCATED;
	return 0;
}

/*
 * Walks from `dentry` on mount `mnt` up to the root directory of the current task or, when it is
 * outside of that, to the top of its mount tree. The path is what is in scratch->walk.text from the
 * returned place, which is below PROBE_PATH_MAX, up to PROBE_PATH_MAX.
 *
 * With `mnt` NULL the path begins at the root of the dentry's own file system. A path longer
 * than PROBE_PATH_MAX or deeper than PROBE_PATH_DEPTH keeps its end and is flagged.
 */
static __always_inline __u32 probekit_walk(struct probe_scratch *scratch, struct dentry *dentry,
					   struct vfsmount *mnt)
{
	struct probekit_path_walk *walk = &scratch->walk;
	struct fs_struct *fs = BPF_CORE_READ(probe_current(), fs);
	__u32 at;

	walk->dentry = dentry;
	walk->mnt = mnt;
	walk->root = BPF_CORE_READ(fs, root.dentry);
	walk->root_mnt = BPF_CORE_READ(fs, root.mnt);
	walk->at = PROBE_PATH_MAX;
	probekit_walk_up();

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
	at = probekit_walk(scratch, dentry, mnt);
	return probe_append_kernel(scratch, &scratch->walk.text[at], PROBE_PATH_MAX - at,
				   PROBE_PATH_MAX);
}

/* Whether something open is in no directory: a pipe, a socket, a memfd. What it is called is no path. */
static __always_inline bool probe_is_pathless(struct path *path)
{
	struct dentry *dentry = BPF_CORE_READ(path, dentry);

	return dentry == BPF_CORE_READ(dentry, d_parent) &&
	       dentry != BPF_CORE_READ(path, mnt, mnt_root);
}

#endif /* PROBEKIT_PATH_BPF_H */
