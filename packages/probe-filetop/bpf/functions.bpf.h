/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fentry plan: the functions of the system calls. Other calls cost nothing, and as a call is
 * seen to begin, what another thread does to its descriptor meanwhile does not matter.
 */
#ifndef PROBE_FILETOP_FUNCTIONS_BPF_H
#define PROBE_FILETOP_FUNCTIONS_BPF_H

#include "rows.bpf.h"

/*
 * Calls of tasks that share their descriptors with others, by tid. Full only when so many
 * threads wait in such calls: the files of others are looked up when their calls end.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, __u32);
	__type(value, struct transfer);
} in_flight SEC(".maps");

static __always_inline bool shares_descriptors(void)
{
	return BPF_CORE_READ(probe_current(), files, count.counter) > 1;
}

/*
 * The functions' own argument is these registers, but Linux 5.10 does not let programs read it
 * where a function's file knows their struct by name only.
 */
static __always_inline bool find_current(enum call call, struct transfer *transfer)
{
	return find_transfer(call_descriptors(call, probe_user_regs(), false), transfer);
}

static __always_inline int call_begins(enum call call)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct transfer transfer = {};

	if (!is_counted(call) || !probe_filter())
		return 0;
	if (!shares_descriptors()) {
		/* What a call has left whose end the kernel has skipped. */
		bpf_map_delete_elem(&in_flight, &tid);
		return 0;
	}
	find_current(call, &transfer);
	bpf_map_update_elem(&in_flight, &tid, &transfer, BPF_ANY);
	return 0;
}

static __always_inline int call_ends(enum call call, long ret)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct transfer transfer = {};
	struct transfer *begun;

	if (!is_counted(call))
		return 0;
	begun = bpf_map_lookup_elem(&in_flight, &tid);
	if (begun) {
		transfer = *begun;
		transfer.read.early = transfer.written.early = true;
		bpf_map_delete_elem(&in_flight, &tid);
	}
	if (ret < 0 || !probe_filter())
		return 0;
	if (!begun && !find_current(call, &transfer))
		probe_count_loss(unpaired);
	count_transfer(&transfer, ret);
	return 0;
}

#if defined(__TARGET_ARCH_x86)
#define SYSCALL_FUNCTION(name) "__x64_sys_" #name
#elif defined(__TARGET_ARCH_arm64)
#define SYSCALL_FUNCTION(name) "__arm64_sys_" #name
#endif

#define ON_CALL(name, call)                                                                        \
	SEC("fentry/" SYSCALL_FUNCTION(name))                                                      \
	int begins_##name(__u64 *ctx)                                                              \
	{                                                                                          \
		return call_begins(call);                                                          \
	}                                                                                          \
	PROBE_ARG(ends_##name, result);                                                            \
	SEC("fexit/" SYSCALL_FUNCTION(name))                                                       \
	int ends_##name(__u64 *ctx)                                                                \
	{                                                                                          \
		return call_ends(call, ARG(ends_##name, result));                                  \
	}

ON_CALL(read, CALL_READ)
ON_CALL(pread64, CALL_READ)
ON_CALL(readv, CALL_READ)
ON_CALL(preadv, CALL_READ)
ON_CALL(preadv2, CALL_READ)
ON_CALL(write, CALL_WRITE)
ON_CALL(pwrite64, CALL_WRITE)
ON_CALL(writev, CALL_WRITE)
ON_CALL(pwritev, CALL_WRITE)
ON_CALL(pwritev2, CALL_WRITE)
ON_CALL(sendfile64, CALL_SENDFILE)
ON_CALL(splice, CALL_SPLICE)
ON_CALL(copy_file_range, CALL_SPLICE)
ON_CALL(tee, CALL_TEE)
ON_CALL(recvfrom, CALL_RECEIVE)
ON_CALL(recvmsg, CALL_RECEIVE)
ON_CALL(sendto, CALL_SEND)
ON_CALL(sendmsg, CALL_SEND)

#endif /* PROBE_FILETOP_FUNCTIONS_BPF_H */
