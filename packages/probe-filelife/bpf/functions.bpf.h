/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fentry and kprobe plans: the kernel's own functions, which have inode and dentry at
 * hand and which everyone passes, io_uring and 32-bit programs included.
 */
#ifndef PROBE_FILELIFE_FUNCTIONS_BPF_H
#define PROBE_FILELIFE_FUNCTIONS_BPF_H

#include "calls.bpf.h"
#include "nameless.bpf.h"
#include "nested.bpf.h"

static __always_inline bool has_created(__u32 flags, __u32 mode)
{
	return flags & O_TMPFILE_BIT || mode & FMODE_CREATED;
}

static __always_inline void file_created(const struct file_state *state, struct vfsmount *mnt,
					 __u32 flags)
{
	bool nameless = flags & O_TMPFILE_BIT;

	if (nameless)
		nameless_files = true;
	remember_file(state, mnt, FILELIFE_KIND_FILE, nameless);
}

/*
 * Every open passes here with flags and dentry set, whether the file system opens in one step
 * (NFS, FUSE) or in several. A file that was created and then could not be opened has been
 * created all the same.
 */
static __always_inline int file_opens(struct file *file)
{
	__u32 how[2]; /* f_flags and, before Linux 6.12, f_mode */
	__u64 path[2];
	__u32 flags;
	struct dentry *dentry;
	struct inode *inode;
	struct file_state state;

	PROBE_READ_WINDOW(how, file, f_flags);
	flags = PROBE_FROM_WINDOW(how, file, f_flags, f_flags);
	if (!has_created(flags, PROBE_FROM_WINDOW(how, file, f_flags, f_mode)))
		return 0;
	PROBE_READ_WINDOW(path, file, f_path);
	dentry = PROBE_FROM_WINDOW(path, file, f_path, f_path.dentry);
	inode = BPF_CORE_READ(dentry, d_inode);
	if (!inode)
		return 0;
	state = file_state(inode);
	file_created(&state, PROBE_FROM_WINDOW(path, file, f_path, f_path.mnt), flags);
	return 0;
}

/*
 * The same by loads, where the verifier knows the file's type: most opens create nothing, and are
 * over after two of them. Since Linux 6.4 some verifiers take d_inode for never NULL, drop the
 * check and guard no load; nor is it here, where do_dentry_open() reads the inode next.
 */
static __always_inline int typed_file_opens(struct file *file)
{
	struct file_state state;
	struct inode *inode;

	if (!has_created(file->f_flags, file->f_mode))
		return 0;
	inode = file->f_path.dentry->d_inode;
	if (!inode)
		return 0;
	state = typed_file_state(inode);
	file_created(&state, file->f_path.mnt, file->f_flags);
	return 0;
}

static __always_inline int make_begins(struct dentry *dentry)
{
	call_begins(dentry, BPF_CORE_READ(dentry, d_inode));
	return 0;
}

/* A name that had no inode and has one now. What is returned differs: vfs_mkdir() gives a dentry
 * from Linux 6.15 on. */
static __always_inline int make_ends(void)
{
	struct function_call call;
	struct dentry *dentry;
	struct inode *inode;

	if (!call_ends(&call) || call.inode)
		return 0;
	dentry = call.dentry;
	inode = BPF_CORE_READ(dentry, d_inode);
	if (inode)
		remember_made(inode);
	return 0;
}

/*
 * vfs_create() is mknod() of a regular file, which open() does without; and it is what an
 * overlay calls on the layer below when a file is opened on it, or tries out when mounted.
 */
static __always_inline bool in_mknod(void)
{
	return current_call(probe_user_regs()) == CALL_MAKE;
}

static __always_inline int create_begins(struct dentry *dentry)
{
	return in_mknod() ? make_begins(dentry) : 0;
}

static __always_inline int create_ends(void)
{
	return in_mknod() ? make_ends() : 0;
}

/*
 * What unlink and rmdir do last, when they have succeeded: the dentry still has its inode,
 * which has lost the link. (GCC may inline vfs_rmdir() into its caller, as in Debian's 5.10.)
 */
static __always_inline int name_goes(struct dentry *dentry)
{
	struct inode *inode = BPF_CORE_READ(dentry, d_inode);
	struct file_state state;

	if (!inode)
		return 0;
	state = file_state(inode);
	if (!state.links)
		forget_and_report(&state.key, (__u64)dentry, NULL, FILELIFE_OP_UNLINK);
	return 0;
}

/*
 * The same by loads. d_delete() begins with locking the inode: there is one (see above). A global
 * function takes no pointer of the verifier's own types.
 */
static __always_inline int typed_name_goes(struct dentry *dentry)
{
	struct inode *inode = dentry->d_inode;
	struct file_state state;

	if (!inode || inode->i_nlink)
		return 0;
	state = typed_file_state(inode);
	forget_and_report(&state.key, probe_number(dentry), NULL, FILELIFE_OP_UNLINK);
	return 0;
}

static __always_inline int rename_begins(struct dentry *new_dentry)
{
	call_begins(new_dentry, BPF_CORE_READ(new_dentry, d_inode));
	return 0;
}

static __always_inline int rename_begins_rd(struct renamedata *rd)
{
	return rename_begins(BPF_CORE_READ(rd, new_dentry));
}

static __always_inline int rename_ends(long ret)
{
	struct function_call call;

	if (call_ends(&call) && (int)ret == 0 && call.inode && file_is_gone(call.inode, &call.key))
		forget_and_report(&call.key, (__u64)call.dentry, NULL, FILELIFE_OP_RENAME);
	return 0;
}

/* A program on a function's entry, with one of its arguments, … */
#define ON_FENTRY(name, function, argument, action)                                                \
	PROBE_ARG(fentry_##name, argument);                                                        \
	SEC("fentry/" #function)                                                                   \
	int fentry_##name(__u64 *ctx)                                                              \
	{                                                                                          \
		return action((void *)ARG(fentry_##name, argument));                               \
	}

#define ON_KPROBE(name, function, argument, action)                                                \
	PROBE_ARG(kprobe_##name, argument);                                                        \
	SEC("kprobe/" #function)                                                                   \
	int kprobe_##name(struct pt_regs *ctx)                                                     \
	{                                                                                          \
		return action((void *)ARG(kprobe_##name, argument));                               \
	}

/* … one for each plan, … */
#define ON_ENTRY(name, function, argument, action)                                                 \
	ON_FENTRY(name, function, argument, action)                                                \
	ON_KPROBE(name, function, argument, action)

/* … on its return … */
#define ON_RETURN(name, function, action)                                                          \
	SEC("fexit/" #function)                                                                    \
	int fexit_##name(__u64 *ctx)                                                               \
	{                                                                                          \
		return action();                                                                   \
	}                                                                                          \
	SEC("kretprobe/" #function)                                                                \
	int kretprobe_##name(struct pt_regs *ctx)                                                  \
	{                                                                                          \
		return action();                                                                   \
	}

/* … or on its return with its result, an integer. */
#define ON_RESULT(name, function, action)                                                          \
	PROBE_ARG(fexit_##name, result);                                                           \
	SEC("fexit/" #function)                                                                    \
	int fexit_##name(__u64 *ctx)                                                               \
	{                                                                                          \
		return action(ARG(fexit_##name, result));                                          \
	}                                                                                          \
	SEC("kretprobe/" #function)                                                                \
	int kretprobe_##name(struct pt_regs *ctx)                                                  \
	{                                                                                          \
		return action(probe_result(ctx));                                                  \
	}

ON_FENTRY(open, do_dentry_open, file, typed_file_opens)
ON_KPROBE(open, do_dentry_open, file, file_opens)
ON_ENTRY(create, vfs_create, dentry, create_begins)
ON_RETURN(create, vfs_create, create_ends)
ON_ENTRY(mkdir, vfs_mkdir, dentry, make_begins)
ON_RETURN(mkdir, vfs_mkdir, make_ends)
ON_ENTRY(mknod, vfs_mknod, dentry, make_begins)
ON_RETURN(mknod, vfs_mknod, make_ends)
ON_ENTRY(symlink, vfs_symlink, dentry, make_begins)
ON_RETURN(symlink, vfs_symlink, make_ends)
ON_FENTRY(delete, d_delete, dentry, typed_name_goes)
ON_KPROBE(delete, d_delete, dentry, name_goes)
ON_ENTRY(rename, vfs_rename, rd, rename_begins_rd)
/* Arguments of one type are named all or none. */
PROBE_ARG(fentry_rename_5_10, old_dentry);
PROBE_ARG(kprobe_rename_5_10, old_dentry);
ON_ENTRY(rename_5_10, vfs_rename, new_dentry, rename_begins)
ON_RESULT(rename, vfs_rename, rename_ends)

#endif /* PROBE_FILELIFE_FUNCTIONS_BPF_H */
