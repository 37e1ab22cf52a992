/* SPDX-License-Identifier: Apache-2.0 */
/* Tells of a file's end. */
#ifndef PROBE_FILELIFE_REPORT_BPF_H
#define PROBE_FILELIFE_REPORT_BPF_H

#include "files.bpf.h"
#include "mounts.bpf.h"

const volatile bool full_path = true;

static __always_inline struct vfsmount *mount_of(struct created_file *file, struct dentry *dentry)
{
	return (struct vfsmount *)mnt_for((__u64)file->mnt, (__u64)BPF_CORE_READ(dentry, d_sb));
}

static __always_inline void report_deleted(struct file_key *key, struct created_file *file,
					   struct dentry *dentry, const char *named,
					   enum filelife_operation operation)
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
	/* The programs on d_delete() do not look which it is. */
	event->operation = operation == FILELIFE_OP_UNLINK && file->kind == FILELIFE_KIND_DIRECTORY
				   ? FILELIFE_OP_RMDIR
				   : operation;
	event->kind = file->kind;
	__builtin_memcpy(event->creator_comm, file->comm, PROBE_COMM_LEN);
	if (!dentry && named) {
		scratch->flags |= PROBE_FLAG_UNREADABLE;
		event->path = probe_append_user_str(scratch, named, PROBE_PATH_MAX);
	} else if (full_path)
		event->path = probe_append_path(scratch, dentry, mount_of(file, dentry));
	else
		event->path = probe_append_kernel_str(scratch, BPF_CORE_READ(dentry, d_name.name),
						      PROBE_NAME_MAX);
	probe_record_submit(scratch);
}

/* What follows, as a global function, which takes five numbers: `version` is the rest of the key. */
__noinline int forget_and_report_by(__u64 inode, __u64 version, __u64 dentry, __u64 named,
				    __u32 operation)
{
	struct file_key key = {
		.inode = inode,
		.generation = version >> 32,
		.device = (__u32)version,
	};
	struct created_file *found, file;

	found = bpf_map_lookup_elem(&created, &key);
	if (!found)
		return 0;
	file = *found;
	if (forget_file(&key) && probe_filter())
		report_deleted(&key, &file, (struct dentry *)dentry, (const char *)named,
			       operation);
	return 0;
}

/*
 * With no dentry the path is as the call named it, flagged: `named` is in the caller's memory,
 * and NULL where it is not known. A `dentry` of the verifier's own type takes probe_number().
 */
static __always_inline void forget_and_report(struct file_key *key, __u64 dentry, const char *named,
					      enum filelife_operation operation)
{
	forget_and_report_by(key->inode, (__u64)key->generation << 32 | key->device, dentry,
			     (__u64)named, operation);
}

#endif /* PROBE_FILELIFE_REPORT_BPF_H */
