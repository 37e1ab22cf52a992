/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The session's one ring. Its reader sets `wake_at_bytes` when it waits: to be woken by the next
 * record while it sleeps, and before the ring is full while it lets records gather. Others need not.
 */
#ifndef PROBEKIT_RING_BPF_H
#define PROBEKIT_RING_BPF_H

#include "loss.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096); /* the session's size replaces it */
} probekit_ring SEC(".maps");

struct probekit_shared {
	__u32 wake_at_bytes; /* wake the reader when the ring holds as many; 0: it comes by itself */
	__u32 reserved;
};

/* One section for all objects of a session. */
struct probekit_shared probekit_shared SEC(".data.probekit_shared");

#define probekit_wake_at (*(volatile __u32 *)&probekit_shared.wake_at_bytes)
#define PROBEKIT_AT_NEXT 1

/*
 * The flags to commit a record with: it wakes the reader if that waits for it. `bytes` are those of a
 * record that has no place in the ring yet.
 */
static __always_inline __u64 probekit_wake_flags(__u32 bytes)
{
	__u32 at = probekit_wake_at;

	if (!at)
		return BPF_RB_NO_WAKEUP;
	if (at != PROBEKIT_AT_NEXT &&
	    bpf_ringbuf_query(&probekit_ring, BPF_RB_AVAIL_DATA) + bytes < at)
		return BPF_RB_NO_WAKEUP;
	/* Should this program be held up before it commits, another one is to wake the reader. */
	probekit_wake_at = at == PROBEKIT_AT_NEXT ? 0 : at * 2;
	return BPF_RB_FORCE_WAKEUP;
}

/*
 * Wakes a reader that has gone to sleep while a record was committed. The commit is a full
 * barrier: either the reader, which sets the word and then looks at the ring once more, sees
 * the record, or this sees the word. The record that carries the wake-up is discarded.
 */
static __always_inline void probekit_wake_late(__u64 flags)
{
	void *carrier;

	if (flags != BPF_RB_NO_WAKEUP || probekit_wake_at != PROBEKIT_AT_NEXT)
		return;
	carrier = bpf_ringbuf_reserve(&probekit_ring, 8, 0);
	if (!carrier)
		return;
	probekit_wake_at = 0;
	bpf_ringbuf_discard(carrier, BPF_RB_FORCE_WAKEUP);
}

/* Copies a finished record into the ring; false, and counted, when there is no room. */
static __always_inline bool probe_output(void *record, __u32 bytes)
{
	__u64 flags = probekit_wake_flags(bytes);

	if (bpf_ringbuf_output(&probekit_ring, record, bytes, flags)) {
		if (flags == BPF_RB_FORCE_WAKEUP) {
			probekit_wake_at = PROBEKIT_AT_NEXT;
			probekit_wake_late(BPF_RB_NO_WAKEUP);
		}
		probe_count_loss(ring_full);
		return false;
	}
	probekit_wake_late(flags);
	return true;
}

static __always_inline void probe_submit(void *record)
{
	__u64 flags = probekit_wake_flags(0);

	bpf_ringbuf_submit(record, flags);
	probekit_wake_late(flags);
}

#endif /* PROBEKIT_RING_BPF_H */
