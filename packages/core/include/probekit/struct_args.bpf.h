/* SPDX-License-Identifier: Apache-2.0 */
/* Typed arguments that are structs of the kernel or of the caller: args.bpf.h says how they are used. */
#ifndef PROBEKIT_STRUCT_ARGS_BPF_H
#define PROBEKIT_STRUCT_ARGS_BPF_H

#include "args.bpf.h"
#include "path.bpf.h"

#define PROBEKIT_AT_FDCWD -100

/* The path of something open, or of a directory; left out where it has none. */
static __always_inline void probe_arg_path(struct probe_scratch *scratch, __u32 index,
					   struct path *path)
{
	struct dentry *dentry = BPF_CORE_READ(path, dentry);
	struct probekit_payload payload;
	__u32 flags = scratch->flags;
	__u32 at, from;

	if (!dentry || probe_is_pathless(path))
		return;
	at = probekit_arg_place(scratch);
	if (!at)
		return;
	scratch->flags = 0;
	from = probekit_walk_path(scratch, dentry, BPF_CORE_READ(path, mnt));
	flags |= scratch->flags;
	payload = probekit_arg_payload(scratch, at, PROBEKIT_KERNEL, &scratch->walk.text[from],
				       PROBE_PATH_MAX - from, PROBE_PATH_MAX);
	payload.flags |= scratch->flags;
	scratch->flags = flags;
	probekit_arg_commit(scratch, index, FILE_T, payload.flags, payload.length);
}

static __always_inline void probe_arg_file(struct probe_scratch *scratch, __u32 index,
					   struct file *file)
{
	if (file)
		probe_arg_path(scratch, index, __builtin_preserve_access_index(&file->f_path));
}

/* What a descriptor of the current task stands for; AT_FDCWD for its working directory. */
static __always_inline void probe_arg_fd(struct probe_scratch *scratch, __u32 index, int fd)
{
	struct fs_struct *fs;

	if (fd != PROBEKIT_AT_FDCWD) {
		probe_arg_file(scratch, index, probe_file(fd));
		return;
	}
	fs = BPF_CORE_READ(probe_current(), fs);
	if (fs)
		probe_arg_path(scratch, index, __builtin_preserve_access_index(&fs->pwd));
}

/* A struct __kernel_timespec of the user's. */
static __always_inline void probe_arg_user_timespec(struct probe_scratch *scratch, __u32 index,
						    const void *timespec)
{
	probekit_arg_read(scratch, index, TIMESPEC_T, PROBEKIT_USER, timespec, 16, 16);
}

/* Two ints of the user's, such as pipe() writes. */
static __always_inline void probe_arg_user_int_pair(struct probe_scratch *scratch, __u32 index,
						    const void *pair)
{
	probekit_arg_read(scratch, index, INT_PAIR_T, PROBEKIT_USER, pair, 8, 8);
}

#define probekit_cap_set(cred, set)                                                                \
	({                                                                                         \
		__u64 caps = 0;                                                                    \
		bpf_core_read(&caps, sizeof(caps), &(cred)->set);                                  \
		caps;                                                                              \
	})

/* What someone may do. */
static __always_inline void probe_arg_cred(struct probe_scratch *scratch, __u32 index,
					   const struct cred *cred)
{
	struct probe_cred sent;

	if (!cred)
		return;
	sent.uid = BPF_CORE_READ(cred, uid.val);
	sent.gid = BPF_CORE_READ(cred, gid.val);
	sent.euid = BPF_CORE_READ(cred, euid.val);
	sent.egid = BPF_CORE_READ(cred, egid.val);
	sent.suid = BPF_CORE_READ(cred, suid.val);
	sent.sgid = BPF_CORE_READ(cred, sgid.val);
	sent.fsuid = BPF_CORE_READ(cred, fsuid.val);
	sent.fsgid = BPF_CORE_READ(cred, fsgid.val);
	sent.effective = probekit_cap_set(cred, cap_effective);
	sent.permitted = probekit_cap_set(cred, cap_permitted);
	sent.inheritable = probekit_cap_set(cred, cap_inheritable);
	sent.bounding = probekit_cap_set(cred, cap_bset);
	sent.ambient = probekit_cap_set(cred, cap_ambient);
	probekit_arg_read(scratch, index, CRED_T, PROBEKIT_KERNEL, &sent, sizeof(sent),
			  sizeof(sent));
}

#endif /* PROBEKIT_STRUCT_ARGS_BPF_H */
