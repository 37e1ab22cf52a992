/* SPDX-License-Identifier: Apache-2.0 */
/* The table of how much each connection carries in an interval. */
#ifndef PROBE_NET_FLOWS_TABLE_BPF_H
#define PROBE_NET_FLOWS_TABLE_BPF_H

#include "bytes.bpf.h"
#include "match.bpf.h"

/*
 * Connections that have carried something between two readings. The option maxFlows replaces
 * the number; what finds no row stays with the connection, for the next reading to have.
 */
PROBE_TABLE(flows, struct net_flow_key, struct net_flow, 8192);

static __always_inline void name_flow(struct net_flow *flow, const struct net_endpoints *ends,
				      const struct connection *connection)
{
	flow->endpoints = *ends;
	flow->pid = connection->maker.pid;
	flow->tid = connection->maker.tid;
	flow->uid = connection->maker.uid;
	__builtin_memcpy(flow->comm, connection->maker.comm, sizeof(flow->comm));
}

/*
 * Adds what a connection has carried since it was last counted. Its socket is locked wherever
 * this is called from, so that nothing is counted twice.
 */
static __noinline void count_flow(struct sock *sk, struct connection *connection, bool is_last)
{
	struct net_flow_key key = { .sk = (__u64)sk, .start_ns = connection->start_ns };
	struct net_endpoints ends;
	struct net_flow *flow;
	__u64 sent, received;
	bool is_new;

	if (!probe_event_wanted(NET_EVENT_FLOWS) || !connection->maker.wanted)
		return;
	sent = bytes_sent(sk, connection);
	received = bytes_received(sk);
	if (sent == connection->counted_sent && received == connection->counted_received)
		return;
	endpoints_of(sk, &ends);
	if (!matches(&ends))
		return;
	flow = probe_table_row_if_room(flows, &key, &is_new);
	if (!flow) {
		if (is_last)
			probe_count_loss(map_full);
		return;
	}
	if (is_new)
		name_flow(flow, &ends, connection);
	__sync_fetch_and_add(&flow->sent_bytes, sent - connection->counted_sent);
	__sync_fetch_and_add(&flow->received_bytes, received - connection->counted_received);
	connection->counted_sent = sent;
	connection->counted_received = received;
}

#endif /* PROBE_NET_FLOWS_TABLE_BPF_H */
