// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
// Programs that are attached to what the kernel has a type of.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__u32 target_tgid = 0;
__u32 wanted = 0;
__u64 hits = 0;

/* What a tracepoint of system calls has second: the call's number at its entry, its result at its exit. */
SEC("tp_btf/sys_enter")
int on_call(__u64 *ctx)
{
	if (bpf_get_current_pid_tgid() >> 32 == target_tgid && ctx[1] == wanted)
		__sync_fetch_and_add(&hits, 1);
	return 0;
}

SEC("fentry/vfs_open")
int on_open(__u64 *ctx)
{
	if (bpf_get_current_pid_tgid() >> 32 == target_tgid)
		__sync_fetch_and_add(&hits, 1);
	return 0;
}

SEC("fexit/vfs_open")
int on_opened(__u64 *ctx)
{
	if (bpf_get_current_pid_tgid() >> 32 == target_tgid)
		__sync_fetch_and_add(&hits, 1);
	return 0;
}

SEC("tp_btf/no_such_tracepoint")
int on_nothing(__u64 *ctx)
{
	return 0;
}

SEC("raw_tp/sys_enter")
int on_raw_enter(__u64 *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
