/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is hidden, by pair of namespaces and by what a probe is about. Changed while tracing,
 * by the session or by anyone who opens the map by its id; asked only in a session that was
 * opened with it.
 */
#ifndef PROBEKIT_VISIBILITY_BPF_H
#define PROBEKIT_VISIBILITY_BPF_H

#include "config.bpf.h"
#include "task.bpf.h"

enum probekit_scope {
	PROBEKIT_SCOPE_FILE = 1,
	PROBEKIT_SCOPE_PROCESS = 2,
	PROBEKIT_SCOPE_NETWORK = 4,
	PROBEKIT_SCOPE_CAPABILITY = 8,
};

struct probekit_namespaces {
	__u32 pid_ns;
	__u32 mnt_ns;
};

/*
 * Bits of enum probekit_scope that are hidden; no entry, nothing is. The name is as long as
 * the kernel keeps names, and what `probe visibility` finds sessions by. When it is full the
 * session says so to whoever adds to it.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, struct probekit_namespaces);
	__type(value, __u32);
} probekit_hidden SEC(".maps");

static __always_inline bool probekit_is_hidden(struct task_struct *task)
{
	struct probekit_namespaces key = {
		.pid_ns = probe_pid_ns(task),
		.mnt_ns = probe_mnt_ns(task),
	};
	__u32 *hidden = bpf_map_lookup_elem(&probekit_hidden, &key);

	return hidden && *hidden & probekit_config.scope;
}

#endif /* PROBEKIT_VISIBILITY_BPF_H */
