// SPDX-License-Identifier: Apache-2.0
/*
 * Files that are created and deleted while watching.
 *
 * A file is remembered by what identifies its inode, so that renames and further links need
 * no attention: it is gone when a call that removes names leaves it without any.
 */
#include "files.bpf.h"
#include "victims.bpf.h"

PROBE_RECORD(filelife_deleted);
PROBE_EVENT_TYPES(filelife_event_type);
PROBE_ENUM(filelife_operation);
PROBE_ENUM(filelife_kind);

#define O_CREAT 0100
#define O_TMPFILE_BIT 020000000 /* O_TMPFILE less O_DIRECTORY */
#define FMODE_CREATED 0x100000
#define AT_REMOVEDIR 0x200

const volatile bool full_path = true;

/* -- creation ------------------------------------------------------------------------- */

/* Set by the first O_TMPFILE: until then close() has nothing to tell. */
bool nameless_files;

static __always_inline int opened(long fd)
{
	struct file *file;
	bool nameless;

	if (fd < 0)
		return 0;
	file = probe_file(fd);
	nameless = BPF_CORE_READ(file, f_flags) & O_TMPFILE_BIT;
	if (!nameless && !(BPF_CORE_READ(file, f_mode) & FMODE_CREATED))
		return 0;
	if (nameless)
		nameless_files = true;
	remember_file(BPF_CORE_READ(file, f_inode), BPF_CORE_READ(file, f_path.mnt), nameless);
	return 0;
}

/* Most opens create nothing; their flags say so before anything else is read. */
static __always_inline int opened_with(long fd, int flags_index)
{
	int flags = probe_syscall_arg(probe_user_regs(), flags_index);

	return flags & (O_CREAT | O_TMPFILE_BIT) ? opened(fd) : 0;
}

SEC("tracepoint/syscalls/sys_exit_open")
int open_done(struct trace_event_raw_sys_exit *ctx)
{
	return opened_with(ctx->ret, 1);
}

SEC("tracepoint/syscalls/sys_exit_openat")
int openat_done(struct trace_event_raw_sys_exit *ctx)
{
	return opened_with(ctx->ret, 2);
}

SEC("tracepoint/syscalls/sys_exit_openat2")
int openat2_done(struct trace_event_raw_sys_exit *ctx)
{
	return opened(ctx->ret);
}

SEC("tracepoint/syscalls/sys_exit_creat")
int creat_done(struct trace_event_raw_sys_exit *ctx)
{
	return opened(ctx->ret);
}

/* mkdir, mknod, symlink and bind have no descriptor: victims.bpf.h saw the new inode. */
static __always_inline int made(long ret)
{
	struct inode *inode = take_new_inode();

	if (inode && ret == 0)
		remember_file(inode, likely_mnt(BPF_CORE_READ(inode, i_sb)), false);
	return 0;
}

#define MADE(syscall)                                                                              \
	SEC("tracepoint/syscalls/sys_exit_" #syscall)                                              \
	int syscall##_done(struct trace_event_raw_sys_exit *ctx)                                   \
	{                                                                                          \
		return made(ctx->ret);                                                             \
	}

MADE(mkdir)
MADE(mkdirat)
MADE(mknod)
MADE(mknodat)
MADE(symlink)
MADE(symlinkat)
MADE(bind)

/* -- deletion ------------------------------------------------------------------------- */

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

static __always_inline void forget_and_report(struct victim *victim, enum filelife_operation operation)
{
	struct created_file *found = bpf_map_lookup_elem(&created, &victim->key);
	struct created_file file;

	if (!found)
		return;
	file = *found;
	/* Of two tasks that see the same end, the one that takes the entry reports it. */
	if (!bpf_map_delete_elem(&created, &victim->key) && probe_filter())
		report_deleted(&victim->key, &file, victim->dentry, operation);
}

static __always_inline int deleted(long ret, enum filelife_operation operation)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct victims *victims = bpf_map_lookup_elem(&deleting, &tid);
	struct victim *victim;

	if (!victims)
		return 0;
	victim = ret == 0 ? victim_that_is_gone(victims) : NULL;
	if (victim)
		forget_and_report(victim, operation);
	bpf_map_delete_elem(&deleting, &tid);
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_unlink")
int unlink_done(struct trace_event_raw_sys_exit *ctx)
{
	return deleted(ctx->ret, FILELIFE_OP_UNLINK);
}

SEC("tracepoint/syscalls/sys_exit_unlinkat")
int unlinkat_done(struct trace_event_raw_sys_exit *ctx)
{
	int flags = probe_syscall_arg(probe_user_regs(), 2);

	return deleted(ctx->ret, flags & AT_REMOVEDIR ? FILELIFE_OP_RMDIR : FILELIFE_OP_UNLINK);
}

SEC("tracepoint/syscalls/sys_exit_rmdir")
int rmdir_done(struct trace_event_raw_sys_exit *ctx)
{
	return deleted(ctx->ret, FILELIFE_OP_RMDIR);
}

SEC("tracepoint/syscalls/sys_exit_rename")
int rename_done(struct trace_event_raw_sys_exit *ctx)
{
	return deleted(ctx->ret, FILELIFE_OP_RENAME);
}

SEC("tracepoint/syscalls/sys_exit_renameat")
int renameat_done(struct trace_event_raw_sys_exit *ctx)
{
	return deleted(ctx->ret, FILELIFE_OP_RENAME);
}

SEC("tracepoint/syscalls/sys_exit_renameat2")
int renameat2_done(struct trace_event_raw_sys_exit *ctx)
{
	return deleted(ctx->ret, FILELIFE_OP_RENAME);
}

/* -- files that never had a name ------------------------------------------------------- */

SEC("tracepoint/syscalls/sys_enter_close")
int close_begun(struct trace_event_raw_sys_enter *ctx)
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

SEC("tracepoint/syscalls/sys_exit_close")
int close_done(struct trace_event_raw_sys_exit *ctx)
{
	return nameless_files ? deleted(ctx->ret, FILELIFE_OP_CLOSE) : 0;
}
