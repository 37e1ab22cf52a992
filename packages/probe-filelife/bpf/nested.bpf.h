/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls of the kernel's functions that make, rename and delete, from their entry to their return.
 * Stacked file systems call them again for the layer below, and an overlay makes whiteouts within
 * an unlink: of nested calls the outermost counts, which is the one that users see.
 */
#ifndef PROBE_FILELIFE_NESTED_BPF_H
#define PROBE_FILELIFE_NESTED_BPF_H

#include "files.bpf.h"

struct function_call {
	struct dentry *dentry;
	struct inode *inode; /* of `dentry` to begin with; NULL if there was none */
	struct file_key key;
	__u64 depth;
};

/* Calls that can be nested: a file system stacks on two others at most, each with a whiteout. */
#define MAX_DEPTH 6

/* By tid, for the length of the outermost call. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct function_call);
} function_calls SEC(".maps");

/*
 * The kernel can skip the program at a function's return: too many threads in it at once for
 * its kretprobe, or the program busy on that CPU. What it leaves must not pass for an outer
 * call for ever; only stacked file systems have such.
 */
static __always_inline bool is_outer(struct function_call *call)
{
	struct dentry *dentry = call->dentry;

	if (BPF_CORE_READ(dentry, d_sb, s_stack_depth) > 0 && call->depth < MAX_DEPTH)
		return true;
	probe_count_loss(unpaired);
	return false;
}

static __always_inline void call_begins(struct dentry *dentry, struct inode *victim)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct function_call *outer = bpf_map_lookup_elem(&function_calls, &tid);
	struct function_call call = { .dentry = dentry, .inode = victim, .depth = 1 };

	if (outer && is_outer(outer)) {
		outer->depth++;
		return;
	}
	if (victim)
		call.key = file_key(victim);
	if (bpf_map_update_elem(&function_calls, &tid, &call, BPF_ANY))
		probe_count_loss(map_full);
}

/* Whether the outermost call ends here; it is then in `call`. */
static __always_inline bool call_ends(struct function_call *call)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct function_call *outer = bpf_map_lookup_elem(&function_calls, &tid);

	if (!outer || --outer->depth)
		return false;
	*call = *outer;
	bpf_map_delete_elem(&function_calls, &tid);
	return true;
}

#endif /* PROBE_FILELIFE_NESTED_BPF_H */
