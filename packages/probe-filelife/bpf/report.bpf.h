/* SPDX-License-Identifier: Apache-2.0 */
/* Tells of a file's end. */
#ifndef PROBE_FILELIFE_REPORT_BPF_H
#define PROBE_FILELIFE_REPORT_BPF_H

#include "files.bpf.h"

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
	event->operation = operation;
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

/* What follows, as a global function: `key_at` is the address of a struct file_key. */
__noinline int forget_and_report_by(__u64 key_at, __u64 dentry, __u64 named, __u32 operation)
{
	struct created_file *found, file;
	struct file_key key;

	if (bpf_probe_read_kernel(&key, sizeof(key), (const void *)key_at))
		return 0;
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
 * and NULL where it is not known.
 */
static __always_inline void forget_and_report(struct file_key *key, struct dentry *dentry,
					      const char *named, enum filelife_operation operation)
{
	forget_and_report_by(probe_number(key), probe_number(dentry), (__u64)named, operation);
}

#endif /* PROBE_FILELIFE_REPORT_BPF_H */
