/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which inodes a call is about. System call tracepoints give paths, not inodes; but from
 * Linux 6.13 on every change of an inode's ctime passes one of three tracepoints, and taking
 * a name from a file changes it. What is seen there while a task is in a call that removes
 * names is a candidate, and the call's exit decides.
 */
#ifndef PROBE_FILELIFE_VICTIMS_BPF_H
#define PROBE_FILELIFE_VICTIMS_BPF_H

#include "files.bpf.h"

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

		if (victim->inode && victim->inode != inode)
			continue;
		victim->inode = inode;
		victim->dentry = dentry;
		victim->key = *key;
		return;
	}
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

enum call_kind { CALL_OTHER, CALL_MAKES, CALL_DELETES };

#if defined(__TARGET_ARCH_x86)
static __always_inline enum call_kind call_kind(long number)
{
	switch (number) {
	case 82:  /* rename */
	case 84:  /* rmdir */
	case 87:  /* unlink */
	case 263: /* unlinkat */
	case 264: /* renameat */
	case 316: /* renameat2 */
		return CALL_DELETES;
	case 49:  /* bind */
	case 83:  /* mkdir */
	case 88:  /* symlink */
	case 133: /* mknod */
	case 258: /* mkdirat */
	case 259: /* mknodat */
	case 266: /* symlinkat */
		return CALL_MAKES;
	}
	return CALL_OTHER;
}
#elif defined(__TARGET_ARCH_arm64)
static __always_inline enum call_kind call_kind(long number)
{
	switch (number) {
	case 35:  /* unlinkat */
	case 38:  /* renameat */
	case 276: /* renameat2 */
		return CALL_DELETES;
	case 33:  /* mknodat */
	case 34:  /* mkdirat */
	case 36:  /* symlinkat */
	case 200: /* bind */
		return CALL_MAKES;
	}
	return CALL_OTHER;
}
#endif

static __always_inline int ctime_changed(struct inode *inode)
{
	enum call_kind kind = call_kind(probe_syscall_number(probe_user_regs()));
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct file_key key;

	if (kind == CALL_OTHER)
		return 0;
	if (kind == CALL_MAKES) {
		/* The new inode has no name yet; the directory that it goes into has. Of stacked
		 * file systems, the one on top comes last. */
		if (!BPF_CORE_READ(inode, i_dentry.first) &&
		    bpf_map_update_elem(&making, &tid, &inode, BPF_ANY))
			probe_count_loss(map_full);
		return 0;
	}
	key = file_key(inode);
	if (bpf_map_lookup_elem(&created, &key))
		add_victim(inode, &key, file_dentry(inode));
	return 0;
}

PROBE_ARG(on_ctime_xchg, inode);
PROBE_ARG(on_ctime_skip, inode);
PROBE_ARG(on_ctime_set, inode);

SEC("tp_btf/ctime_ns_xchg")
int on_ctime_xchg(__u64 *ctx)
{
	return ctime_changed((struct inode *)ARG(on_ctime_xchg, inode));
}

SEC("tp_btf/ctime_xchg_skip")
int on_ctime_skip(__u64 *ctx)
{
	return ctime_changed((struct inode *)ARG(on_ctime_skip, inode));
}

SEC("tp_btf/inode_set_ctime_to_ts")
int on_ctime_set(__u64 *ctx)
{
	return ctime_changed((struct inode *)ARG(on_ctime_set, inode));
}

static __always_inline bool is_last_reference(struct file *file)
{
	return BPF_CORE_READ(file, f_ref.refcnt.counter) == 0;
}

#endif /* PROBE_FILELIFE_VICTIMS_BPF_H */
