// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
// Asks whether the kernel has types as such, which depends on all that they lead to.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

struct pt_regs {
	unsigned long ip;
};

typedef void (*btf_trace_sys_enter)(void *, struct pt_regs *, long);
typedef void (*btf_trace_no_such_tracepoint)(void *);

SEC("raw_tp")
int types_exist(void *ctx)
{
	return bpf_core_type_exists(btf_trace_sys_enter) +
	       2 * bpf_core_type_exists(btf_trace_no_such_tracepoint);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
