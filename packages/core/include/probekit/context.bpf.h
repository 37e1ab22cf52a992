/* SPDX-License-Identifier: Apache-2.0 */
/* Fills in the two structs that records begin with. */
#ifndef PROBEKIT_CONTEXT_BPF_H
#define PROBEKIT_CONTEXT_BPF_H

#include "config.bpf.h"
#include "direct.bpf.h"
#include "wire.h"

static __always_inline void probe_fill_header(struct probe_header *header, __u16 event)
{
	header->time_ns = bpf_ktime_get_boot_ns();
	header->probe = probekit_config.probe;
	header->event = event;
	header->flags = 0;
}

static __always_inline void probekit_fill_namespaces(struct probe_context *context,
						     struct task_struct *task)
{
	struct upid upid = probe_upid(task);
	__u32 pid_ns = BPF_CORE_READ(upid.ns, ns.inum);
	__u32 level = BPF_CORE_READ(upid.ns, level);

	context->cgroup_id = bpf_get_current_cgroup_id();
	context->pid_ns = pid_ns;
	context->mnt_ns = probe_mnt_ns(task);
	context->ns_tid = upid.nr;
	context->ns_pid = probe_nr_in(BPF_CORE_READ(task, group_leader), level, pid_ns);
	context->ns_ppid = probe_nr_in(BPF_CORE_READ(task, real_parent, group_leader), level,
				       pid_ns);
}

/* The current task as the subject of an event. */
static __always_inline void probe_fill_context(struct probe_context *context)
{
	struct task_struct *task = probe_current();
	__u64 pid_tgid = bpf_get_current_pid_tgid();
	__u64 uid_gid = bpf_get_current_uid_gid();

	context->pid = pid_tgid >> 32;
	context->tid = (__u32)pid_tgid;
	context->ppid = probe_direct_ppid();
	context->uid = (__u32)uid_gid;
	context->gid = uid_gid >> 32;
	bpf_get_current_comm(context->comm, sizeof(context->comm));

	context->cgroup_id = 0;
	context->pid_ns = 0;
	context->mnt_ns = 0;
	context->ns_pid = 0;
	context->ns_tid = 0;
	context->ns_ppid = 0;
	if (probekit_config.namespaces)
		probekit_fill_namespaces(context, task);
}

#endif /* PROBEKIT_CONTEXT_BPF_H */
