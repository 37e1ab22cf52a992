/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the current task is in, or anywhere below, one of the session's cgroups (v2).
 *
 * The kernel is given the cgroups themselves: by id a task's ancestors can be asked for only
 * with their depth (bpf_get_current_ancestor_cgroup_id), which a session inside a cgroup
 * namespace cannot know.
 */
#ifndef PROBEKIT_CGROUP_BPF_H
#define PROBEKIT_CGROUP_BPF_H

/* The bound of the loop below, for the verifier; the session refuses more. */
#define PROBEKIT_CGROUPS_MAX 128

/* Those of the filter `cgroup`, then those of `container`. Sized by the session. */
struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} probekit_cgroups SEC(".maps");

static __always_inline bool probekit_under_cgroup(__u32 first, __u32 count)
{
	for (__u32 i = 0; i < PROBEKIT_CGROUPS_MAX && i < count; i++) {
		if (bpf_current_task_under_cgroup(&probekit_cgroups, first + i) == 1)
			return true;
	}
	return false;
}

#endif /* PROBEKIT_CGROUP_BPF_H */
