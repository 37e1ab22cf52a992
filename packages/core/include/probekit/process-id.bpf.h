/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Process ids as the session's own process has them: what filters and the followed tree are
 * given. In the host's pid namespace these are the kernel's numbers, and the rest is removed.
 * A task that is not in the session's namespace, or one below it, has none there: 0.
 */
#ifndef PROBEKIT_PROCESS_ID_BPF_H
#define PROBEKIT_PROCESS_ID_BPF_H

#include "config.bpf.h"
#include "task.bpf.h"

static __always_inline __u32 probekit_nr(struct task_struct *task)
{
	return probe_nr_in(task, probekit_config.pid_ns_level, probekit_config.pid_ns);
}

static __always_inline __u32 probekit_pid_of(struct task_struct *task)
{
	if (!probekit_config.pid_ns_level)
		return BPF_CORE_READ(task, tgid);
	return probekit_nr(BPF_CORE_READ(task, group_leader));
}

/* The current process. */
static __always_inline __u32 probekit_pid(void)
{
	if (!probekit_config.pid_ns_level)
		return bpf_get_current_pid_tgid() >> 32;
	return probekit_pid_of(probe_current());
}

/* The current thread. */
static __always_inline __u32 probekit_tid(void)
{
	if (!probekit_config.pid_ns_level)
		return bpf_get_current_pid_tgid();
	return probekit_nr(probe_current());
}

/*
 * The current thread under the kernel's number that it had a moment ago. What that was in
 * another namespace nobody knows any more, unless it has not changed.
 */
static __always_inline __u32 probekit_tid_as(__u32 tid)
{
	if (!probekit_config.pid_ns_level)
		return tid;
	return tid == (__u32)bpf_get_current_pid_tgid() ? probekit_tid() : 0;
}

#endif /* PROBEKIT_PROCESS_ID_BPF_H */
