// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
// Programs for cgroups, perf events, uprobes, and hooks that this kernel may refuse.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__u64 hits = 0;

SEC("cgroup_skb/egress")
int on_egress(void *ctx)
{
	__sync_fetch_and_add(&hits, 1);
	return 1;
}

SEC("perf_event")
int on_sample(void *ctx)
{
	__sync_fetch_and_add(&hits, 1);
	return 0;
}

SEC("uprobe")
int on_call(void *ctx)
{
	__sync_fetch_and_add(&hits, 1);
	return 0;
}

SEC("kprobe")
int on_kernel_call(void *ctx)
{
	return 0;
}

SEC("ksyscall")
int on_syscall(void *ctx)
{
	return 0;
}

SEC("usdt")
int on_usdt(void *ctx)
{
	return 0;
}

SEC("iter/task")
int on_task(void *ctx)
{
	return 0;
}

SEC("socket")
int no_hook(void *ctx)
{
	return 0;
}

SEC("tp/sched/sched_no_such_event")
int on_nothing(void *ctx)
{
	return 0;
}

SEC("?tp_btf/sys_exit")
int retargeted(__u64 *ctx)
{
	__sync_fetch_and_add(&hits, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
