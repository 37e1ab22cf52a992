/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fentry plan: the functions of the system calls. Other calls cost nothing, and as a call is
 * seen to begin, what another thread does to its descriptor meanwhile does not matter.
 */
#ifndef PROBE_FILETOP_FUNCTIONS_BPF_H
#define PROBE_FILETOP_FUNCTIONS_BPF_H

#include "rows.bpf.h"

/* A power of two. */
#define SLOTS 8192

/* The call that a thread is in. */
struct slot {
	__u32 takers;
	__u32 tid; /* of the thread that has the slot; 0 when none has */
	struct transfer transfer;
};

/*
 * Calls of tasks that share their descriptors with others, by the end of the tid: an array, which
 * costs a few instructions where a hash map costs hundreds. While a thread has a slot, the files
 * of others that would need the same are looked up when their calls end.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SLOTS);
	__type(key, __u32);
	__type(value, struct slot);
} in_flight SEC(".maps");

static __always_inline struct slot *slot_of(__u32 tid)
{
	__u32 index = tid & (SLOTS - 1);

	return bpf_map_lookup_elem(&in_flight, &index);
}

/*
 * Of those that want it at the same time at most one finds that it is the only one. A thread that
 * has it already has left it so in a call whose end the kernel has skipped.
 */
static __always_inline bool take(struct slot *slot, __u32 tid)
{
	if (slot->tid == tid)
		return true;
	__sync_fetch_and_add(&slot->takers, 1);
	if (*(volatile __u32 *)&slot->takers == 1) {
		slot->tid = tid;
		return true;
	}
	__sync_fetch_and_add(&slot->takers, -1);
	return false;
}

static __always_inline void release(struct slot *slot)
{
	slot->tid = 0;
	__sync_fetch_and_add(&slot->takers, -1);
}

static __always_inline bool shares_descriptors(void)
{
	struct task_struct *task = probe_direct_current();

	if (!task)
		return BPF_CORE_READ(probe_current(), files, count.counter) > 1;
	return task->files->count.counter > 1;
}

/*
 * The functions' own argument is these registers, but Linux 5.10 does not let programs read it
 * where a function's file knows their struct by name only.
 */
static __always_inline bool find_current(enum call call, struct transfer *transfer)
{
	return find_transfer(call_descriptors(call, probe_direct_user_regs(), false), transfer);
}

static __always_inline int call_begins(enum call call)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct transfer *transfer;
	struct slot *slot;

	if (!is_counted(call) || !probe_filter())
		return 0;
	slot = slot_of(tid);
	if (!slot)
		return 0;
	if (!shares_descriptors()) {
		/* What a call has left whose end the kernel has skipped. */
		if (slot->tid == tid)
			release(slot);
		return 0;
	}
	if (!take(slot, tid))
		return 0;
	transfer = &slot->transfer;
	transfer->read.file = transfer->written.file = NULL;
	transfer->read.early = transfer->written.early = true;
	find_current(call, transfer);
	return 0;
}

static __always_inline void count_ended(enum call call, __u64 bytes)
{
	struct transfer transfer = {};

	if (!find_current(call, &transfer))
		probe_count_loss(unpaired);
	count_transfer(&transfer, bytes);
}

static __always_inline int call_ends(enum call call, long ret)
{
	__u32 tid = (__u32)bpf_get_current_pid_tgid();
	struct slot *slot;
	bool is_told;

	if (!is_counted(call))
		return 0;
	is_told = ret >= 0 && probe_filter();
	slot = slot_of(tid);
	if (slot && slot->tid == tid) {
		if (is_told)
			count_transfer(&slot->transfer, ret);
		release(slot);
	} else if (is_told) {
		count_ended(call, ret);
	}
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
