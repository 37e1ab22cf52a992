/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distributions that are counted in the kernel: how many values lay between which powers of
 * two, for each of a number of groups.
 *
 *	PROBE_HISTOGRAM(latency, SYNC_CALLS);
 *
 *	probe_histogram_add(latency, SYNC_FSYNC, nanoseconds);
 */
#ifndef PROBEKIT_HISTOGRAM_BPF_H
#define PROBEKIT_HISTOGRAM_BPF_H

/* Slot 0 counts zeros, slot n what is at least 2^(n-1) and less than 2^n, the last one the rest. */
#define PROBE_HISTOGRAM_SLOTS 64

struct probe_histogram {
	__u64 slots[PROBE_HISTOGRAM_SLOTS];
};

/* A slot for each CPU: never full, and no two CPUs write the same memory. */
#define PROBE_HISTOGRAM(name, groups)                                                              \
	struct {                                                                                   \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);                                           \
		__uint(max_entries, groups);                                                       \
		__type(key, __u32);                                                                \
		__type(value, struct probe_histogram);                                             \
	} name SEC(".maps")

/* The number of bits that it takes to write `value`. */
static __always_inline __u32 probekit_bits(__u64 value)
{
	__u32 bits = 0;

#define PROBEKIT_HALVE(n)                                                                          \
	if (value >> (n)) {                                                                        \
		value >>= (n);                                                                     \
		bits += (n);                                                                       \
	}
	PROBEKIT_HALVE(32)
	PROBEKIT_HALVE(16)
	PROBEKIT_HALVE(8)
	PROBEKIT_HALVE(4)
	PROBEKIT_HALVE(2)
	PROBEKIT_HALVE(1)
#undef PROBEKIT_HALVE
	return bits + (__u32)value;
}

static __always_inline void probekit_histogram_add(void *map, __u32 group, __u64 value)
{
	struct probe_histogram *histogram = bpf_map_lookup_elem(map, &group);
	__u32 slot = probekit_bits(value);

	if (slot >= PROBE_HISTOGRAM_SLOTS)
		slot = PROBE_HISTOGRAM_SLOTS - 1;
	if (histogram) /* atomic, since a program can be preempted by itself on the same CPU */
		__sync_fetch_and_add(&histogram->slots[slot], 1);
}

#define probe_histogram_add(name, group, value) probekit_histogram_add(&name, group, value)

#endif /* PROBEKIT_HISTOGRAM_BPF_H */
