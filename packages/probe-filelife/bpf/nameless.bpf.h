/* SPDX-License-Identifier: Apache-2.0 */
/* Files made with O_TMPFILE, which have no name unless link() gives them one. */
#ifndef PROBE_FILELIFE_NAMELESS_BPF_H
#define PROBE_FILELIFE_NAMELESS_BPF_H

#include "in_flight.bpf.h"

#define O_TMPFILE_BIT 020000000 /* O_TMPFILE less O_DIRECTORY */

/* Set by the first O_TMPFILE: until then close() has nothing to tell. */
bool nameless_files;

static __always_inline bool is_last_reference(struct file *file)
{
	if (bpf_core_field_exists(file->f_ref))
		return BPF_CORE_READ(file, f_ref.refcnt.counter) == 0;
	return BPF_CORE_READ(file, f_count.counter) == 1;
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

/* For plans without a program on every exit. */
SEC("tracepoint/syscalls/sys_exit_close")
int on_close_done(struct trace_event_raw_sys_exit *ctx)
{
	if (nameless_files)
		deleted(ctx->ret, FILELIFE_OP_CLOSE);
	return 0;
}

#endif /* PROBE_FILELIFE_NAMELESS_BPF_H */
