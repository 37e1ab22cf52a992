// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
// Reads where the verifier does not let it.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("raw_tracepoint")
int reads_anywhere(__u64 *ctx)
{
	return *(int *)(long)ctx[0];
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
