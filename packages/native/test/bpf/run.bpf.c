// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
// A program to be run by hand, and one that wants a context.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("raw_tp")
int own_tid(void *ctx)
{
	return (__u32)bpf_get_current_pid_tgid();
}

SEC("raw_tp")
int wants_context(struct bpf_raw_tracepoint_args *ctx)
{
	return ctx->args[1] == 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
