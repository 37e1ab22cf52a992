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
	struct vfsmount *mnt; /* it was created through; NULL when the call does not tell */
	__u32 pid;
	__u16 kind;
	__u16 nameless; /* made with O_TMPFILE */
	char comm[PROBE_COMM_LEN];
	struct name_key name; /* only where files are kept by name */
};

/* Most files remembered at one time; the session sizes the maps to it. */
const volatile __u32 max_files = 1024;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct file_key);
	__type(value, struct created_file);
} created SEC(".maps");

/* How many there are. */
__u64 created_count;

/*
 * Their keys, oldest first, and among them those of files that have ended. When there are too
 * many files the oldest is forgotten, and counted: those that live longest are those whose end
 * is least likely to be seen. (The kernel's own LRU maps do not tell what they drop.)
 * Twice as large as `created`, so that of a full queue half the keys can go.
 */
struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 2048);
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

/* What an inode says of its file: which it is, and how many names it has. */
struct file_state {
	struct file_key key;
	__u32 links;
};

static __always_inline struct file_state file_state(struct inode *inode)
{
	__u64 window[5]; /* i_sb to i_nlink */
	struct file_state state;
	struct super_block *sb;

	PROBE_READ_WINDOW(window, inode, i_sb);
	sb = PROBE_FROM_WINDOW(window, inode, i_sb, i_sb);
	state.key.inode = PROBE_FROM_WINDOW(window, inode, i_sb, i_ino);
	state.key.generation = BPF_CORE_READ(inode, i_generation);
	state.key.device = BPF_CORE_READ(sb, s_dev);
	state.links = PROBE_FROM_WINDOW(window, inode, i_sb, i_nlink);
	return state;
}

/* The same of an inode of the verifier's own type. */
static __always_inline struct file_state typed_file_state(struct inode *inode)
{
	return (struct file_state){
		.key.inode = inode->i_ino,
		.key.generation = inode->i_generation,
		.key.device = inode->i_sb->s_dev,
		.links = inode->i_nlink,
	};
}

static __always_inline struct file_key file_key(struct inode *inode)
{
	return file_state(inode).key;
}

/* Whether there was such a file: of two tasks that see the same end only one is told so. */
static __always_inline bool forget_file(struct file_key *key)
{
	if (bpf_map_delete_elem(&created, key))
		return false;
	__sync_fetch_and_add(&created_count, -1);
	return true;
}

static __always_inline void evict_file(struct file_key *key)
{
	struct created_file *file = bpf_map_lookup_elem(&created, key);
	struct name_key name = {};

	if (by_name && file)
		name = file->name;
	if (!forget_file(key))
		return;
	probe_count_loss(evicted);
	if (by_name)
		bpf_map_delete_elem(&names, &name);
}

/* Keys looked at to make room for one. */
#define ROOM_ATTEMPTS 8

/* Makes room in `created` and in `order` for one more file. */
static __always_inline void make_room(void)
{
	bool full = *(volatile __u64 *)&created_count >= max_files;
	struct file_key key = {};

	for (int i = 0; i < ROOM_ATTEMPTS; i++) {
		if (bpf_map_pop_elem(&order, &key))
			return;
		if (!bpf_map_lookup_elem(&created, &key)) {
			if (!full)
				return; /* that was room in the queue */
			continue;
		}
		if (full || i == ROOM_ATTEMPTS - 1) {
			evict_file(&key);
			return;
		}
		bpf_map_push_elem(&order, &key, 0); /* still alive: to the end of the queue */
	}
}

static __always_inline void remember_file(const struct file_state *state, struct vfsmount *mnt,
					  enum filelife_kind kind, bool nameless)
{
	struct file_key key = state->key;
	struct created_file file = {
		.time_ns = bpf_ktime_get_boot_ns(),
		.mnt = mnt,
		.pid = bpf_get_current_pid_tgid() >> 32,
		.kind = kind,
		.nameless = nameless,
	};

	/* Another thread has removed it before its creator's call was over. */
	if (!nameless && state->links == 0)
		return;
	bpf_get_current_comm(file.comm, sizeof(file.comm));
	if (*(volatile __u64 *)&created_count >= max_files)
		make_room();
	if (bpf_map_push_elem(&order, &key, 0)) {
		make_room();
		bpf_map_push_elem(&order, &key, 0);
	}
	if (!bpf_map_update_elem(&created, &key, &file, BPF_NOEXIST))
		__sync_fetch_and_add(&created_count, 1);
	else if (bpf_map_update_elem(&created, &key, &file, BPF_EXIST))
		probe_count_loss(map_full);
}

/* A file that was not made by open(), which makes regular ones only. */
static __always_inline void remember_made(struct inode *inode)
{
	struct file_state state = file_state(inode);

	remember_file(&state, NULL, BPF_CORE_READ(inode, i_mode) >> 12, false);
}

static __always_inline bool same_file(const struct file_key *a, const struct file_key *b)
{
	return a->inode == b->inode && a->generation == b->generation && a->device == b->device;
}

/* Whether the memory of an inode is still that file's. */
static __always_inline bool is_file(struct inode *inode, struct file_key *key)
{
	struct file_key now = file_key(inode);

	return same_file(&now, key);
}

/*
 * Whether a file that the call just now was about has lost its last name. The call may have
 * freed the inode already; its memory then still says 0 links or is another file's.
 */
static __always_inline bool file_is_gone(struct inode *inode, struct file_key *key)
{
	struct file_state now = file_state(inode);

	return now.links == 0 || !same_file(&now.key, key);
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

#endif /* PROBE_FILELIFE_FILES_BPF_H */
