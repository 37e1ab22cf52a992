/* SPDX-License-Identifier: Apache-2.0 */
/* The files created while watching, and how to tell that one is gone. */
#ifndef PROBE_FILELIFE_FILES_BPF_H
#define PROBE_FILELIFE_FILES_BPF_H

#include <probekit/probe.bpf.h>
#include "filelife.h"

#define FMODE_CREATED 0x100000

/*
 * What identifies a file for as long as it lives. Not its dentry or inode by address: both
 * are used again for other files.
 */
struct file_key {
	__u64 inode;
	__u32 generation;
	__u32 device;
};

/* A name's beginning and length; `slot` tells files of one name apart. */
struct name_key {
	__u32 slot;
	__u32 length;
	char head[24];
};

struct created_file {
	__u64 time_ns;
	struct vfsmount *mnt; /* NULL when the creating call does not tell */
	__u32 pid;
	__u16 kind;
	__u16 nameless; /* made with O_TMPFILE */
	char comm[PROBE_COMM_LEN];
	struct name_key name; /* only where files are kept by name */
};

/* Sized by the option maxFiles, together with `order`. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct file_key);
	__type(value, struct created_file);
} created SEC(".maps");

/*
 * The same keys, oldest first. When it is full the oldest file is forgotten, and counted: the
 * files that live longest are those whose end is least likely to be seen. (The kernel's own
 * LRU maps do not tell what they drop.)
 */
struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 1024);
	__type(value, struct file_key);
} order SEC(".maps");

struct named_file {
	struct file_key key;
	struct inode *inode;
	struct dentry *dentry;
};

/* Sized by the option maxFiles. An entry goes with its file, or when that is forgotten. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct name_key);
	__type(value, struct named_file);
} names SEC(".maps");

/* Whether this plan keeps files by name as well. */
const volatile bool by_name = false;

static __always_inline struct file_key file_key(struct inode *inode)
{
	struct file_key key = {
		.inode = BPF_CORE_READ(inode, i_ino),
		.generation = BPF_CORE_READ(inode, i_generation),
		.device = BPF_CORE_READ(inode, i_sb, s_dev),
	};
	return key;
}

static __always_inline void forget_oldest(void)
{
	struct file_key oldest = {};
	struct created_file *file;
	struct name_key name = {};

	if (bpf_map_pop_elem(&order, &oldest))
		return;
	file = bpf_map_lookup_elem(&created, &oldest);
	if (by_name && file)
		name = file->name;
	if (bpf_map_delete_elem(&created, &oldest))
		return; /* its end was seen */
	probe_count_loss(evicted);
	if (by_name)
		bpf_map_delete_elem(&names, &name);
}

static __always_inline void remember_file(struct inode *inode, struct vfsmount *mnt, bool nameless)
{
	struct file_key key = file_key(inode);
	struct created_file file = {
		.time_ns = bpf_ktime_get_boot_ns(),
		.mnt = mnt,
		.pid = bpf_get_current_pid_tgid() >> 32,
		.kind = BPF_CORE_READ(inode, i_mode) >> 12,
		.nameless = nameless,
	};

	bpf_get_current_comm(file.comm, sizeof(file.comm));
	if (bpf_map_push_elem(&order, &key, 0)) {
		forget_oldest();
		bpf_map_push_elem(&order, &key, 0);
	}
	if (bpf_map_update_elem(&created, &key, &file, BPF_ANY))
		probe_count_loss(map_full);
}

/*
 * Whether the file behind `inode` has lost its last name. A successful call may have freed
 * the inode already; its memory then still says 0 links or is another file's.
 */
static __always_inline bool file_is_gone(struct inode *inode, struct file_key *key)
{
	struct file_key now = file_key(inode);

	return BPF_CORE_READ(inode, i_nlink) == 0 || now.inode != key->inode ||
	       now.generation != key->generation || now.device != key->device;
}

static __always_inline struct dentry *dentry_of_alias(struct hlist_node *node)
{
	struct dentry___named_union *old = NULL;

	if (bpf_core_field_exists(old->d_u.d_alias))
		return (void *)node -
		       bpf_core_field_offset(struct dentry___named_union, d_u.d_alias);
	return (void *)node - bpf_core_field_offset(struct dentry, d_alias);
}

/* Names of a file that are looked through for the one in use. */
#define MAX_ALIASES 8

/*
 * The dentry by which a file is known just before it loses its last name: the one that is
 * still hashed. Names removed before stay among the aliases while the file is open.
 */
static __always_inline struct dentry *file_dentry(struct inode *inode)
{
	struct hlist_node *node = BPF_CORE_READ(inode, i_dentry.first);
	struct dentry *first = node ? dentry_of_alias(node) : NULL;

	for (int i = 0; i < MAX_ALIASES && node; i++) {
		struct dentry *dentry = dentry_of_alias(node);

		if (BPF_CORE_READ(dentry, d_hash.pprev))
			return dentry;
		node = BPF_CORE_READ(node, next);
	}
	return first;
}

static __always_inline bool mnt_is_of(struct vfsmount *mnt, struct super_block *sb)
{
	return BPF_CORE_READ(mnt, mnt_sb) == sb;
}

/*
 * A mount through which the current task may have named a file of this file system: of its
 * current directory, of its root directory, or else any mount of the file system.
 */
static __always_inline struct vfsmount *likely_mnt(struct super_block *sb)
{
	struct fs_struct *fs = BPF_CORE_READ(probe_current(), fs);
	struct vfsmount *cwd = BPF_CORE_READ(fs, pwd.mnt);
	struct vfsmount *root = BPF_CORE_READ(fs, root.mnt);
	struct super_block___listed *listed = (void *)sb;
	struct mount *mount;

	if (mnt_is_of(cwd, sb))
		return cwd;
	if (mnt_is_of(root, sb))
		return root;
	if (bpf_core_field_exists(listed->s_mounts.next)) {
		struct list_head *node = BPF_CORE_READ(listed, s_mounts.next);

		mount = (void *)node - bpf_core_field_offset(struct mount___listed, mnt_instance);
	} else {
		mount = BPF_CORE_READ(sb, s_mounts);
		if (!mount)
			return NULL;
	}
	return (struct vfsmount *)((void *)mount + bpf_core_field_offset(struct mount, mnt));
}

#endif /* PROBE_FILELIFE_FILES_BPF_H */
