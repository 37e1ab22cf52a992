// SPDX-License-Identifier: Apache-2.0
/*
 * The session's own object: the maps that all its probes share, and the two programs that
 * keep the followed process tree. It is loaded first; probes reuse its maps.
 */
#include <probekit/probe.bpf.h>

PROBE_RECORD(probe_log_record);

PROBE_ARG(follow_fork, parent);
PROBE_ARG(follow_fork, child);

/* Runs before the child does: no event of it can come too early. */
SEC("tp_btf/sched_process_fork")
int follow_fork(__u64 *ctx)
{
	struct task_struct *parent = (struct task_struct *)ARG(follow_fork, parent);
	struct task_struct *child = (struct task_struct *)ARG(follow_fork, child);
	__u32 parent_pid = BPF_CORE_READ(parent, tgid);
	__u32 child_pid = BPF_CORE_READ(child, tgid);
	__u8 one = 1;

	if (child_pid == parent_pid || !bpf_map_lookup_elem(&probekit_followed, &parent_pid))
		return 0;
	if (bpf_map_update_elem(&probekit_followed, &child_pid, &one, BPF_ANY))
		probe_count_loss(map_full);
	return 0;
}

/* A process is gone when its last thread is. */
SEC("tp_btf/sched_process_exit")
int follow_exit(__u64 *ctx)
{
	struct task_struct *task = probe_current();
	__u32 pid = BPF_CORE_READ(task, tgid);

	if (BPF_CORE_READ(task, signal, live.counter) == 0)
		bpf_map_delete_elem(&probekit_followed, &pid);
	return 0;
}
