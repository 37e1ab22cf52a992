/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counters of everything that a probe could not do, one set an object. They only ever
 * grow; user space reads them at any time and subtracts.
 */
#ifndef PROBEKIT_LOSS_BPF_H
#define PROBEKIT_LOSS_BPF_H

struct probekit_loss {
	__u64 ring_full; /* events lost: no room in the ring */
	__u64 map_full;  /* events lost: no room in a map, or the map was just being written to */
	__u64 scratch_busy; /* events lost: other programs held this CPU's scratch records */
	__u64 unpaired; /* events lost: the end of a call was seen without its beginning, or not */
	__u64 evicted;  /* entries given up to make room; what they would have shown is lost */
	__u64 unreadable;  /* events kept without something that could not be read */
	__u64 truncated;   /* events kept with something cut short */
	__u64 log_dropped; /* log lines lost: too many in a second, or no room in the ring */
};

struct probekit_loss probekit_loss SEC(".data.probekit_loss");

#define probe_count_loss(cause) __sync_fetch_and_add(&probekit_loss.cause, 1)

#endif /* PROBEKIT_LOSS_BPF_H */
