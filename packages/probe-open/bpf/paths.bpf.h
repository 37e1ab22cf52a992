/* SPDX-License-Identifier: Apache-2.0 */
/* From the name that a call was given to a path from the root. */
#ifndef PROBE_OPEN_PATHS_BPF_H
#define PROBE_OPEN_PATHS_BPF_H

#include "calls.bpf.h"

const volatile bool full_path = true;
const volatile bool real_path = false;

/* Where the name is in every record: it is the first that is appended. */
#define NAME_AT sizeof(struct open_opened)

/* Whether the name begins at the root. With RESOLVE_IN_ROOT it does not, whatever it looks like. */
static __always_inline bool from_root(struct probe_scratch *scratch, struct request *request,
				      struct probe_data name)
{
	return name.length > 0 && scratch->record[NAME_AT] == '/' &&
	       !(request->how.resolve & RESOLVE_IN_ROOT);
}

/* What a relative name begins at: a directory's descriptor, or the working directory. */
static __always_inline struct path *base_path(int dirfd)
{
	struct fs_struct *fs;
	struct file *file;

	if (dirfd == AT_FDCWD) {
		fs = BPF_CORE_READ(probe_current(), fs);
		return fs ? &fs->pwd : NULL;
	}
	file = probe_file(dirfd);
	return file ? &file->f_path : NULL;
}

/* Appends "/name" to a path that was appended last. */
static __always_inline struct probe_data join(struct probe_scratch *scratch, struct probe_data path,
					      struct probe_data name)
{
	char slash = '/';

	if (path.length > 1 && scratch->record[NAME_AT] != '/')
		probe_append_kernel(scratch, &slash, 1, 1);
	probe_append_kernel(scratch, &scratch->record[NAME_AT], name.length, PROBE_PATH_MAX);
	path.length = scratch->length - path.offset;
	return path;
}

/* What the kernel has found; NULL, flagged, when another thread has closed it meanwhile. */
static __always_inline struct path *opened_path(struct probe_scratch *scratch, long fd)
{
	struct file *file = probe_file(fd);

	if (file)
		return &file->f_path;
	scratch->flags |= PROBE_FLAG_UNREADABLE;
	return NULL;
}

/*
 * The path of what was opened, or would have been: a name from the root as it is, a relative one as
 * the kernel has found it, or behind its directory where there is no descriptor to tell.
 */
static __always_inline struct probe_data
path_of(struct probe_scratch *scratch, struct request *request, struct probe_data name, int fd)
{
	bool is_whole = from_root(scratch, request, name);
	struct probe_data path = is_whole ? name : (struct probe_data){};
	struct path *base;

	if (!full_path)
		return (struct probe_data){};
	if (fd < 0 ? is_whole || !name.length : is_whole && !real_path)
		return path;
	base = fd < 0 ? base_path(request->dirfd) : opened_path(scratch, fd);
	if (!base || probe_is_pathless(base))
		return path;
	path = probe_append_path(scratch, BPF_CORE_READ(base, dentry), BPF_CORE_READ(base, mnt));
	return fd < 0 ? join(scratch, path, name) : path;
}

#endif /* PROBE_OPEN_PATHS_BPF_H */
