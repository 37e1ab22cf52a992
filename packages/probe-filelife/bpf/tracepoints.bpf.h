/* SPDX-License-Identifier: Apache-2.0 */
/* The tracepoint plans: what system calls have done, seen at their exits. */
#ifndef PROBE_FILELIFE_TRACEPOINTS_BPF_H
#define PROBE_FILELIFE_TRACEPOINTS_BPF_H

#include "calls.bpf.h"
#include "names.bpf.h"
#include "nameless.bpf.h"

#define O_CREAT 0100
#define AT_REMOVEDIR 0x200

/*
 * Remembers the file behind a new descriptor, if the call has created it. Not inlined: the stacks
 * of programs and what they call are 512 bytes together.
 */
static __noinline struct file *opened(long fd)
{
	struct file *file = probe_file(fd);
	bool nameless = BPF_CORE_READ(file, f_flags) & O_TMPFILE_BIT;
	struct file_state state;

	if (!nameless && !(BPF_CORE_READ(file, f_mode) & FMODE_CREATED))
		return NULL;
	if (nameless)
		nameless_files = true;
	state = file_state(BPF_CORE_READ(file, f_inode));
	remember_file(&state, BPF_CORE_READ(file, f_path.mnt), FILELIFE_KIND_FILE, nameless);
	return file;
}

/* Whether a successful call can have created a file. Most opens cannot: their flags say so. */
static __always_inline bool may_create(struct pt_regs *regs, enum call call)
{
	switch (call) {
	case CALL_OPEN:
		return probe_syscall_arg(regs, 1) & (O_CREAT | O_TMPFILE_BIT);
	case CALL_OPENAT:
		return probe_syscall_arg(regs, 2) & (O_CREAT | O_TMPFILE_BIT);
	default:
		return call == CALL_CREATE;
	}
}

/* mkdir, mknod, symlink and bind give no descriptor: ctime_changed() saw the new inode. */
static __always_inline void made(long ret)
{
	struct inode *inode = take_new_inode();

	if (inode && ret == 0)
		remember_made(inode);
}

static __always_inline enum filelife_operation operation(struct pt_regs *regs, enum call call)
{
	switch (call) {
	case CALL_UNLINKAT:
		return probe_syscall_arg(regs, 2) & AT_REMOVEDIR ? FILELIFE_OP_RMDIR
								 : FILELIFE_OP_UNLINK;
	case CALL_RMDIR:
		return FILELIFE_OP_RMDIR;
	case CALL_RENAME:
	case CALL_RENAMEAT:
		return FILELIFE_OP_RENAME;
	case CALL_CLOSE:
		return FILELIFE_OP_CLOSE;
	default:
		return FILELIFE_OP_UNLINK;
	}
}

PROBE_ARG(on_sys_exit, regs);
PROBE_ARG(on_sys_exit, ret);

/*
 * One program on the exit of every call, rather than one on each of the twenty that matter:
 * it costs the others some 35 ns more, but these less, and it is attached and detached in a
 * twentieth of the time.
 */
SEC("tp_btf/sys_exit")
int on_sys_exit(__u64 *ctx)
{
	struct pt_regs *regs = (struct pt_regs *)ARG(on_sys_exit, regs);
	long ret = ARG(on_sys_exit, ret);
	enum call call = current_call(regs);

	if (call == CALL_OTHER)
		return 0;
	if (call == CALL_MAKE)
		made(ret);
	else if (call >= CALL_UNLINK && (call != CALL_CLOSE || nameless_files))
		deleted(ret, operation(regs, call));
	else if (ret >= 0 && may_create(regs, call))
		opened(ret);
	return 0;
}

PROBE_ARG(on_sys_exit_by_name, regs);
PROBE_ARG(on_sys_exit_by_name, ret);

/* The same where ctime_changed() cannot be told what a call is about: before Linux 6.13. */
SEC("tp_btf/sys_exit")
int on_sys_exit_by_name(__u64 *ctx)
{
	struct pt_regs *regs = (struct pt_regs *)ARG(on_sys_exit_by_name, regs);
	long ret = ARG(on_sys_exit_by_name, ret);
	enum call call = current_call(regs);
	struct named_file file = {};
	const char *removed;
	struct name_key name;

	if (call == CALL_OTHER || ret < 0)
		return 0;
	if (may_create(regs, call)) {
		struct file *opened_file = opened(ret);

		if (!opened_file)
			return 0;
		file.inode = BPF_CORE_READ(opened_file, f_inode);
		file.dentry = BPF_CORE_READ(opened_file, f_path.dentry);
		file.key = file_key(file.inode);
		name_file(probe_number(&file));
		return 0;
	}
	if (call == CALL_CLOSE && nameless_files)
		deleted(ret, FILELIFE_OP_CLOSE);
	if (call != CALL_UNLINK && call != CALL_UNLINKAT && !call_renames(call))
		return 0;

	removed = removed_path(regs, call);
	if (name_of_path(removed, &name) && take_dead(&name, &file)) {
		struct name_key called = name_of_dentry(file.dentry);

		/* A dentry that is no longer the file's has nothing to tell of its path. */
		forget_and_report(&file.key, same_name(&called, &name) ? (__u64)file.dentry : 0,
				  removed, operation(regs, call));
	}
	if (call_renames(call) && name_of_path(moved_path(regs, call), &name))
		rename_moved(&name);
	return 0;
}

/*
 * Which inode a call is about. System calls have paths, not inodes; but from Linux 6.13 on
 * every change of an inode's ctime passes one of three tracepoints, and taking a name from a
 * file changes it. What is seen there while a task is in a call that removes names is a
 * candidate, and the call's exit decides.
 */
static __always_inline int ctime_changed(struct inode *inode)
{
	enum call call = current_call(probe_user_regs());
	struct file_key key;

	if (call == CALL_MAKE) {
		/* The new inode has no name yet; the directory that it goes into has one. */
		if (!BPF_CORE_READ(inode, i_dentry.first))
			set_new_inode(inode);
		return 0;
	}
	/* What close() ends, on_close() finds. */
	if (call < CALL_UNLINK || call == CALL_CLOSE)
		return 0;
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

#endif /* PROBE_FILELIFE_TRACEPOINTS_BPF_H */
