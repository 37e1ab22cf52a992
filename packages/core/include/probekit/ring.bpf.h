/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The session's one ring. Its reader sleeps only after it has set `armed`; the first record
 * after that wakes it, the others need not.
 */
#ifndef PROBEKIT_RING_BPF_H
#define PROBEKIT_RING_BPF_H

#include "loss.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096); /* the session's size replaces it */
} probekit_ring SEC(".maps");

struct probekit_shared {
	__u32 armed; /* not 0: the reader sleeps */
	__u32 reserved;
};

/* One section for all objects of a session. */
struct probekit_shared probekit_shared SEC(".data.probekit_shared");

#define probekit_armed (*(volatile __u32 *)&probekit_shared.armed)

/* The flags to commit a record with: it wakes the reader if that is already asleep. */
static __always_inline __u64 probekit_wake_flags(void)
{
	if (!probekit_armed)
		return BPF_RB_NO_WAKEUP;
	probekit_armed = 0;
	return BPF_RB_FORCE_WAKEUP;
}

/*
 * Wakes a reader that has gone to sleep while a record was committed. The commit is a full
 * barrier: either the reader, which sets `armed` and then looks at the ring once more, sees
 * the record, or this sees `armed`. The record that carries the wake-up is discarded.
 */
static __always_inline void probekit_wake_late(__u64 flags)
{
	void *carrier;

	if (flags != BPF_RB_NO_WAKEUP || !probekit_armed)
		return;
	carrier = bpf_ringbuf_reserve(&probekit_ring, 8, 0);
	if (!carrier)
		return;
	probekit_armed = 0;
	bpf_ringbuf_discard(carrier, BPF_RB_FORCE_WAKEUP);
}

/* Copies a finished record into the ring; false, and counted, when there is no room. */
static __always_inline bool probe_output(void *record, __u32 bytes)
{
	__u64 flags = probekit_wake_flags();

	if (bpf_ringbuf_output(&probekit_ring, record, bytes, flags)) {
		if (flags == BPF_RB_FORCE_WAKEUP)
			probekit_armed = 1;
		probe_count_loss(ring_full);
		return false;
	}
	probekit_wake_late(flags);
	return true;
}

static __always_inline void probe_submit(void *record)
{
	__u64 flags = probekit_wake_flags();

	bpf_ringbuf_submit(record, flags);
	probekit_wake_late(flags);
}

#endif /* PROBEKIT_RING_BPF_H */
