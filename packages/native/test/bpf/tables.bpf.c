// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
// Maps that are read whole, and counts in two banks: user space reads the one while the program
// counts into the other.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define SYS_GETEGID 108
#define KEYS 1024

const volatile __u32 target_tgid = 0;

__u64 uncounted = 0;

struct hash {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 2 * KEYS);
	__type(key, __u32);
	__type(value, __u64);
} bank_a SEC(".maps"), bank_b SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct hash);
} banks SEC(".maps") = {
	.values = { &bank_a },
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, __u64);
	__array(values, struct hash);
} banks_by_name SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 2 * KEYS);
	__type(key, __u32);
	__type(value, __u64);
} lru SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 2 * KEYS);
	__type(key, __u32);
	__type(value, __u32);
} per_cpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 2 * KEYS);
	__type(key, __u32);
	__type(value, __u32);
} lru_per_cpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 5);
	__type(key, __u32);
	__uint(value_size, 3);
} array SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 5);
	__type(key, __u32);
	__type(value, __u32);
} per_cpu_array SEC(".maps");

/* A key smaller than the number of a bucket. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, __u8);
	__uint(value_size, 3);
} small SEC(".maps");

/* Values so large that a bucket with two of them is more than a first batch. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 32);
	__type(key, __u32);
	__uint(value_size, 256 * 1024);
} large SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__type(value, __u32);
} queue SEC(".maps");

static __always_inline __u64 *counter(void *bank, __u32 key)
{
	__u64 *count, zero = 0;

	count = bpf_map_lookup_elem(bank, &key);
	if (count)
		return count;
	bpf_map_update_elem(bank, &key, &zero, BPF_NOEXIST);
	return bpf_map_lookup_elem(bank, &key);
}

SEC("tp_btf/sys_enter")
int on_sys_enter(__u64 *ctx)
{
	__u64 *count = NULL;
	__u32 first = 0;
	void *bank;

	if (bpf_get_current_pid_tgid() >> 32 != target_tgid || ctx[1] != SYS_GETEGID)
		return 0;
	bank = bpf_map_lookup_elem(&banks, &first);
	if (bank)
		count = counter(bank, bpf_get_prandom_u32() % KEYS);
	__sync_fetch_and_add(count ? count : &uncounted, 1);
	return 0;
}

SEC("tp_btf/sys_enter")
int on_each_cpu(__u64 *ctx)
{
	__u32 key = bpf_get_prandom_u32() % KEYS, one = 1;
	__u32 *count;

	if (bpf_get_current_pid_tgid() >> 32 != target_tgid || ctx[1] != SYS_GETEGID)
		return 0;
	count = bpf_map_lookup_elem(&per_cpu, &key);
	if (count)
		*count += 1;
	else if (bpf_map_update_elem(&per_cpu, &key, &one, BPF_NOEXIST))
		__sync_fetch_and_add(&uncounted, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
