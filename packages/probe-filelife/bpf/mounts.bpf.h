/* SPDX-License-Identifier: Apache-2.0 */
/* The mounts through which a file can be named. */
#ifndef PROBE_FILELIFE_MOUNTS_BPF_H
#define PROBE_FILELIFE_MOUNTS_BPF_H

#include <probekit/probe.bpf.h>

/* Mounts of one file system that are looked through for one of the task's namespace. */
#define MAX_MOUNTS 16

static __always_inline struct vfsmount *vfsmount_of(struct mount *mount)
{
	return (struct vfsmount *)((void *)mount + bpf_core_field_offset(struct mount, mnt));
}

static __always_inline struct mnt_namespace *own_mnt_ns(void)
{
	struct task_struct *task = probe_direct_current();

	return task ? task->nsproxy->mnt_ns : BPF_CORE_READ(probe_current(), nsproxy, mnt_ns);
}

/*
 * Whether the current task can name files of `sb` through a mount. One that was kept by
 * address may be unmounted since: nothing that took its memory is of both.
 */
static __always_inline bool mnt_serves(struct vfsmount *mnt, struct super_block *sb)
{
	struct mount *mount = probekit_mount(mnt);

	return mnt && BPF_CORE_READ(mnt, mnt_sb) == sb &&
	       BPF_CORE_READ(mount, mnt_ns) == own_mnt_ns();
}

static __always_inline struct mount *first_mount(struct super_block *sb)
{
	struct super_block___listed *listed = (void *)sb;
	struct list_head *node;

	if (!bpf_core_field_exists(listed->s_mounts.next))
		return BPF_CORE_READ(sb, s_mounts);
	node = BPF_CORE_READ(listed, s_mounts.next);
	return (void *)node - bpf_core_field_offset(struct mount___listed, mnt_instance);
}

static __always_inline struct mount *next_mount(struct mount *mount)
{
	struct mount___listed *listed = (void *)mount;
	struct list_head *node;

	if (!bpf_core_field_exists(listed->mnt_instance.next))
		return BPF_CORE_READ(mount, mnt_next_for_sb);
	node = BPF_CORE_READ(listed, mnt_instance.next);
	return (void *)node - bpf_core_field_offset(struct mount___listed, mnt_instance);
}

/*
 * The mount through which the current task would name a file: the one that it was created
 * through, else that of the current or of the root directory, else any of the file system in
 * the task's mount namespace. 0 when there is none.
 */
__noinline __u64 mnt_for(__u64 preferred, __u64 superblock)
{
	struct super_block *sb = (struct super_block *)superblock;
	struct vfsmount *cwd, *root;
	struct fs_struct *fs;
	struct mount *mount;

	if (mnt_serves((struct vfsmount *)preferred, sb))
		return preferred;
	fs = BPF_CORE_READ(probe_current(), fs);
	cwd = BPF_CORE_READ(fs, pwd.mnt);
	if (mnt_serves(cwd, sb))
		return (__u64)cwd;
	root = BPF_CORE_READ(fs, root.mnt);
	if (mnt_serves(root, sb))
		return (__u64)root;
	mount = first_mount(sb);
	for (int i = 0; i < MAX_MOUNTS && mount; i++) {
		if (mnt_serves(vfsmount_of(mount), sb))
			return (__u64)vfsmount_of(mount);
		mount = next_mount(mount);
	}
	return 0;
}

#endif /* PROBE_FILELIFE_MOUNTS_BPF_H */
