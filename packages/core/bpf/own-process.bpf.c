// SPDX-License-Identifier: Apache-2.0
/*
 * What a process inside a pid namespace cannot learn of itself from /proc. Not attached: the
 * session runs it once, in its own thread.
 */
#include <probekit/vmlinux.bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#include <probekit/task.bpf.h>

char LICENSE[] SEC("license") = "GPL";

/* How deep its pid namespace is below the host's. */
SEC("raw_tp")
int own_pid_ns_level(void *ctx)
{
	return probe_pid_ns_level(probe_current());
}
