/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding the file that a call was about by its name, for kernels where nothing tells its
 * inode: files are kept by the beginning of their name, those of one name in slots, and of
 * these the one that has just lost its last link is the one.
 */
#ifndef PROBE_FILELIFE_NAMES_BPF_H
#define PROBE_FILELIFE_NAMES_BPF_H

#include "files.bpf.h"

/* Files of one name that are told apart. */
#define NAME_SLOTS 8

static __always_inline struct name_key name_of_dentry(struct dentry *dentry)
{
	struct name_key name;

	__builtin_memset(&name, 0, sizeof(name));
	name.length = BPF_CORE_READ(dentry, d_name.len);
	bpf_probe_read_kernel_str(name.head, sizeof(name.head), BPF_CORE_READ(dentry, d_name.name));
	return name;
}

static __always_inline bool same_name(const struct name_key *a, const struct name_key *b)
{
	if (a->length != b->length)
		return false;
	for (int i = 0; i < sizeof(a->head); i++)
		if (a->head[i] != b->head[i])
			return false;
	return true;
}

/* Where in scratch->walk.text, of `length` bytes, the last component of the path begins. */
__noinline __u32 last_component(__u32 scratch_number, __u32 length)
{
	struct probe_scratch *scratch = probekit_scratch_by(scratch_number);

	if (!scratch)
		return 0;
	for (int i = 0; i <= PROBE_NAME_MAX; i++) {
		if (length == 0 || scratch->walk.text[(length - 1) % PROBE_PATH_MAX] == '/')
			break;
		length--;
	}
	return length;
}

/* The last component of a path in the caller's memory. */
static __always_inline bool name_of_path(const char *path, struct name_key *name)
{
	struct probe_scratch *scratch = probe_scratch_take();
	long length;
	__u32 at;

	if (!scratch)
		return false;
	length = bpf_probe_read_user_str(scratch->walk.text, PROBE_PATH_MAX, path) - 1;
	if (length <= 0) {
		probe_scratch_release(scratch);
		probe_count_loss(unreadable);
		return false;
	}
	at = last_component(scratch->number, length);
	__builtin_memset(name, 0, sizeof(*name));
	name->length = length - at;
	bpf_probe_read_kernel_str(name->head, sizeof(name->head),
				  &scratch->walk.text[at % PROBE_PATH_MAX]);
	probe_scratch_release(scratch);
	return true;
}

/* Puts a file under its present name. `at` is the address of its struct named_file. */
__noinline int name_file(__u64 at)
{
	struct created_file *created_file;
	struct named_file file;
	struct name_key name;

	if (bpf_probe_read_kernel(&file, sizeof(file), (const void *)at))
		return 0;
	created_file = bpf_map_lookup_elem(&created, &file.key);
	if (!created_file) /* gone before its creator's call was over */
		return 0;
	name = name_of_dentry(file.dentry);
	for (int slot = 0; slot < NAME_SLOTS; slot++) {
		struct named_file *other;

		name.slot = slot;
		other = bpf_map_lookup_elem(&names, &name);
		if (other && bpf_map_lookup_elem(&created, &other->key))
			continue;
		if (bpf_map_update_elem(&names, &name, &file, BPF_ANY))
			break;
		created_file->name = name;
		return 0;
	}
	probe_count_loss(map_full);
	return 0;
}

/*
 * Whether a file kept by name can still be spoken of. Inode and dentry were kept by address,
 * without a reference: after memory was reclaimed they may be others'.
 */
static __always_inline bool is_tracked(struct named_file *file, struct name_key *name)
{
	if (is_file(file->inode, &file->key))
		return true;
	bpf_map_delete_elem(&names, name);
	if (forget_file(&file->key))
		probe_count_loss(evicted);
	return false;
}

/* Of the files called `name`, the one that has no link left; it is no longer kept by name. */
static __always_inline bool take_dead(struct name_key *name, struct named_file *dead)
{
	for (int slot = 0; slot < NAME_SLOTS; slot++) {
		struct named_file *found;
		struct inode *inode;

		name->slot = slot;
		found = bpf_map_lookup_elem(&names, name);
		if (!found)
			continue;
		*dead = *found;
		inode = dead->inode;
		if (!is_tracked(dead, name) || BPF_CORE_READ(inode, i_nlink))
			continue;
		bpf_map_delete_elem(&names, name);
		return true;
	}
	return false;
}

/* Of the files called `name`, the one that is called otherwise by now is kept as that. */
static __always_inline void rename_moved(struct name_key *name)
{
	for (int slot = 0; slot < NAME_SLOTS; slot++) {
		struct named_file *found, file;
		struct dentry *dentry;
		struct name_key now;

		name->slot = slot;
		found = bpf_map_lookup_elem(&names, name);
		if (!found)
			continue;
		file = *found;
		dentry = file.dentry;
		if (!is_tracked(&file, name) || BPF_CORE_READ(dentry, d_inode) != file.inode)
			continue;
		now = name_of_dentry(dentry);
		if (same_name(&now, name))
			continue;
		bpf_map_delete_elem(&names, name);
		name_file(probe_number(&file));
		return;
	}
}

#endif /* PROBE_FILELIFE_NAMES_BPF_H */
