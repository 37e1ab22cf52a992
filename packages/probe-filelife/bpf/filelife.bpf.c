// SPDX-License-Identifier: Apache-2.0
/*
 * Files that are created and deleted while watching.
 *
 * A file is remembered by what identifies its inode, so that renames and further links need
 * no attention: it is gone when a call that removes names leaves it without any.
 */
#include "files.bpf.h"
#include "calls.bpf.h"
#include "in_flight.bpf.h"
#include "names.bpf.h"

PROBE_RECORD(filelife_deleted);
PROBE_EVENT_TYPES(filelife_event_type);
PROBE_ENUM(filelife_operation);
PROBE_ENUM(filelife_kind);

#define O_CREAT 0100
#define O_TMPFILE_BIT 020000000 /* O_TMPFILE less O_DIRECTORY */
#define FMODE_CREATED 0x100000
#define AT_REMOVEDIR 0x200

const volatile bool full_path = true;

/* Set by the first O_TMPFILE: until then close() has nothing to tell. */
bool nameless_files;

/* Remembers the file behind a new descriptor, if the call has created it. */
static __always_inline struct file *opened(long fd)
{
	struct file *file = probe_file(fd);
	bool nameless = BPF_CORE_READ(file, f_flags) & O_TMPFILE_BIT;

	if (!nameless && !(BPF_CORE_READ(file, f_mode) & FMODE_CREATED))
		return NULL;
	if (nameless)
		nameless_files = true;
	remember_file(BPF_CORE_READ(file, f_inode), BPF_CORE_READ(file, f_path.mnt), nameless);
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
		remember_file(inode, likely_mnt(BPF_CORE_READ(inode, i_sb)), false);
}

static __always_inline void report_deleted(struct file_key *key, struct created_file *file,
					   struct dentry *dentry, enum filelife_operation operation)
{
	struct probe_scratch *scratch;
	struct filelife_deleted *event;

	scratch = probe_record_begin(sizeof(*event), FILELIFE_EVENT_DELETED);
	if (!scratch)
		return;
	event = (struct filelife_deleted *)scratch->record;

	probe_fill_context(&event->context);
	event->age_ns = event->header.time_ns - file->time_ns;
	event->inode = key->inode;
	event->creator_pid = file->pid;
	event->operation = operation;
	event->kind = file->kind;
	__builtin_memcpy(event->creator_comm, file->comm, PROBE_COMM_LEN);
	if (full_path)
		event->path = probe_append_path(scratch, dentry, file->mnt);
	else
		event->path = probe_append_kernel_str(scratch, BPF_CORE_READ(dentry, d_name.name),
						      PROBE_NAME_MAX);
	probe_record_submit(scratch);
}

/* A call takes the last name from at most one file; what else it touched lives on. */
static __always_inline struct victim *victim_that_is_gone(struct victims *victims)
{
	for (int i = 0; i < MAX_VICTIMS; i++) {
		struct victim *victim = &victims->list[i];

		if (victim->inode && file_is_gone(victim->inode, &victim->key))
			return victim;
	}
	return NULL;
}

static __always_inline void forget_and_report(struct file_key *key, struct dentry *dentry,
					      enum filelife_operation operation)
{
	struct created_file *found = bpf_map_lookup_elem(&created, key);
	struct created_file file;

	if (!found)
		return;
	file = *found;
	/* Of two tasks that see the same end, the one that takes the entry reports it. */
	if (!bpf_map_delete_elem(&created, key) && probe_filter())
		report_deleted(key, &file, dentry, operation);
}

static __always_inline void deleted(long ret, enum filelife_operation operation)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct victims *victims = bpf_map_lookup_elem(&deleting, &tid);
	struct victim *victim;

	if (!victims)
		return;
	victim = ret == 0 ? victim_that_is_gone(victims) : NULL;
	if (victim)
		forget_and_report(&victim->key, victim->dentry, operation);
	bpf_map_delete_elem(&deleting, &tid);
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
		name_file(&file);
		return 0;
	}
	if (call == CALL_CLOSE && nameless_files)
		deleted(ret, FILELIFE_OP_CLOSE);
	if (call != CALL_UNLINK && call != CALL_UNLINKAT && !call_renames(call))
		return 0;

	if (!name_of_path(removed_path(regs, call), &name))
		probe_count_loss(unreadable);
	else if (take_dead(&name, &file))
		forget_and_report(&file.key, file.dentry, operation(regs, call));
	if (call_renames(call) && name_of_path(moved_path(regs, call), &name))
		rename_moved(&name);
	return 0;
}

/* The last close of a file that never had a name: afterwards there is nothing left to see. */
SEC("tracepoint/syscalls/sys_enter_close")
int on_close(struct trace_event_raw_sys_enter *ctx)
{
	struct created_file *found;
	struct inode *inode;
	struct file_key key;
	struct file *file;

	if (!nameless_files)
		return 0;
	file = probe_file(ctx->args[0]);
	if (!file || !(BPF_CORE_READ(file, f_flags) & O_TMPFILE_BIT) || !is_last_reference(file))
		return 0;
	inode = BPF_CORE_READ(file, f_inode);
	key = file_key(inode);
	found = bpf_map_lookup_elem(&created, &key);
	if (found && found->nameless && BPF_CORE_READ(inode, i_nlink) == 0)
		add_victim(inode, &key, BPF_CORE_READ(file, f_path.dentry));
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
	if (call < CALL_UNLINK)
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
