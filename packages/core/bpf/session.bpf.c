// SPDX-License-Identifier: Apache-2.0
/*
 * The session's own object: the maps that all its probes share, the three programs that keep the
 * followed process tree, and the two that tell of cgroups as they come and go. It is loaded
 * first; probes reuse its maps.
 */
#include <probekit/probe.bpf.h>

PROBE_RECORD(probe_log_record);
PROBE_RECORD(probe_cgroup_record);

PROBE_ARG(follow_fork, parent);
PROBE_ARG(follow_fork, child);
PROBE_ARG(cgroup_made, cgroup);
PROBE_ARG(cgroup_removed, cgroup);

/* Runs before the child does: no event of it can come too early. */
SEC("tp_btf/sched_process_fork")
int follow_fork(__u64 *ctx)
{
	struct task_struct *parent = (struct task_struct *)ARG(follow_fork, parent);
	struct task_struct *child = (struct task_struct *)ARG(follow_fork, child);
	__u32 parent_pid = probekit_pid_of(parent);
	__u32 child_pid = probekit_pid_of(child);
	__u8 *parent_as, child_as;

	if (child_pid == parent_pid)
		return 0;
	parent_as = bpf_map_lookup_elem(&probekit_followed, &parent_pid);
	if (!parent_as)
		return 0;
	child_as = *parent_as == PROBEKIT_FOLLOWED ? PROBEKIT_FOLLOWED : PROBEKIT_STARTING;
	if (bpf_map_update_elem(&probekit_followed, &child_pid, &child_as, BPF_ANY))
		probe_count_loss(map_full);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int follow_exec(__u64 *ctx)
{
	__u32 pid = probekit_pid();
	__u8 *as = bpf_map_lookup_elem(&probekit_followed, &pid);

	if (as && *as == PROBEKIT_STARTING)
		*as = PROBEKIT_FOLLOWED;
	return 0;
}

/* A process is gone when its last thread is. */
SEC("tp_btf/sched_process_exit")
int follow_exit(__u64 *ctx)
{
	struct task_struct *task = probe_current();
	__u32 pid = probekit_pid();

	if (BPF_CORE_READ(task, signal, live.counter) == 0)
		bpf_map_delete_elem(&probekit_followed, &pid);
	return 0;
}

/* In the ring before any event of the cgroup, and behind all of them. */
static __always_inline void tell_of_cgroup(struct cgroup *cgroup, bool removed)
{
	struct probe_cgroup_record *record;
	struct cgroup *parent;

	/* The others are v1: no event has one of these. */
	if (BPF_CORE_READ(cgroup, root, hierarchy_id) != 0)
		return;
	record = bpf_ringbuf_reserve(&probekit_ring, sizeof(*record), 0);
	if (!record) {
		probe_count_loss(ring_full);
		return;
	}
	parent = (void *)BPF_CORE_READ(cgroup, self.parent) -
		 bpf_core_field_offset(struct cgroup, self);
	probe_fill_header(&record->header, PROBE_EVENT_CGROUP);
	record->id = BPF_CORE_READ(cgroup, kn, id);
	record->parent_id = BPF_CORE_READ(parent, kn, id);
	record->removed = removed;
	record->reserved = 0;
	record->name[0] = 0;
	if (!removed)
		bpf_probe_read_kernel_str(record->name, sizeof(record->name),
					  BPF_CORE_READ(cgroup, kn, name));
	probe_submit(record);
}

/* Runs before the directory is there for anyone to put a process in. */
SEC("tp_btf/cgroup_mkdir")
int cgroup_made(__u64 *ctx)
{
	tell_of_cgroup((struct cgroup *)ARG(cgroup_made, cgroup), false);
	return 0;
}

SEC("tp_btf/cgroup_rmdir")
int cgroup_removed(__u64 *ctx)
{
	tell_of_cgroup((struct cgroup *)ARG(cgroup_removed, cgroup), true);
	return 0;
}
