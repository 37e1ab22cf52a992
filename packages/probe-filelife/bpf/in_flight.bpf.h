/* SPDX-License-Identifier: Apache-2.0 */
/* What a task has touched in the call that it is in. */
#ifndef PROBE_FILELIFE_IN_FLIGHT_BPF_H
#define PROBE_FILELIFE_IN_FLIGHT_BPF_H

#include "report.bpf.h"

/* A rename can change the moved file, the one it replaces and two directories. */
#define MAX_VICTIMS 4

struct victim {
	struct inode *inode;
	struct dentry *dentry;
	struct file_key key;
};

struct victims {
	struct victim list[MAX_VICTIMS];
};

/* By tid, for the length of one call. Full only if so many threads delete at one moment. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct victims);
} deleting SEC(".maps");

/* By tid: the inode that the current mkdir, mknod, symlink or bind has made. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct inode *);
} making SEC(".maps");

static __always_inline void add_victim(struct inode *inode, struct file_key *key,
				       struct dentry *dentry)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct victims *victims = bpf_map_lookup_elem(&deleting, &tid);

	if (!victims) {
		struct victims first = {
			.list[0] = { .inode = inode, .dentry = dentry, .key = *key },
		};

		if (bpf_map_update_elem(&deleting, &tid, &first, BPF_NOEXIST))
			probe_count_loss(map_full);
		return;
	}
	for (int i = 0; i < MAX_VICTIMS; i++) {
		struct victim *victim = &victims->list[i];

		/*
		 * The first dentry is the one: it may have lost its name by the next time. There
		 * is none yet when the call itself reads the inode from the disk.
		 */
		if (victim->inode == inode) {
			if (!victim->dentry)
				victim->dentry = dentry;
			return;
		}
		if (victim->inode)
			continue;
		victim->inode = inode;
		victim->dentry = dentry;
		victim->key = *key;
		return;
	}
}

/* Of stacked file systems the one on top comes last, and is the one that users see. */
static __always_inline void set_new_inode(struct inode *inode)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();

	if (bpf_map_update_elem(&making, &tid, &inode, BPF_ANY))
		probe_count_loss(map_full);
}

static __always_inline struct inode *take_new_inode(void)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct inode **found = bpf_map_lookup_elem(&making, &tid);
	struct inode *inode = found ? *found : NULL;

	if (found)
		bpf_map_delete_elem(&making, &tid);
	return inode;
}

/* Tells of those candidates of a successful call that are gone. */
static __always_inline void deleted(long ret, enum filelife_operation operation)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct victims *victims = bpf_map_lookup_elem(&deleting, &tid);

	if (!victims)
		return;
	for (int i = 0; ret == 0 && i < MAX_VICTIMS; i++) {
		struct victim *victim = &victims->list[i];

		if (victim->inode && file_is_gone(victim->inode, &victim->key))
			forget_and_report(&victim->key, (__u64)victim->dentry, NULL, operation);
	}
	bpf_map_delete_elem(&deleting, &tid);
}

#endif /* PROBE_FILELIFE_IN_FLIGHT_BPF_H */
