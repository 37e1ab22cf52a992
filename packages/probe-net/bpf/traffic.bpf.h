/* SPDX-License-Identifier: Apache-2.0 */
/* What a connection carries, and what it sends again: tracepoints that every plan uses. */
#ifndef PROBE_NET_TRAFFIC_BPF_H
#define PROBE_NET_TRAFFIC_BPF_H

#include "flows.bpf.h"
#include "report.bpf.h"

PROBE_ARG(on_retransmit, sk);

SEC("tp_btf/tcp_retransmit_skb")
int on_retransmit(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ARG(on_retransmit, sk);
	struct connection *connection = connection_of(sk);

	if (connection)
		tell_retransmit(sk, connection);
	return 0;
}

/* Segments come in: data of the other end, or that it has some of this end's. */
PROBE_ARG(on_segment, sk);

SEC("tp_btf/tcp_probe")
int on_segment(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ARG(on_segment, sk);
	struct connection *connection = connection_of(sk);

	if (connection)
		count_flow(sk, connection, false);
	return 0;
}

/* Data has been read by the application: the last segment, too, which the above sees too early. */
PROBE_ARG(on_read, sk);

SEC("tp_btf/tcp_rcv_space_adjust")
int on_read(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ARG(on_read, sk);
	struct connection *connection = connection_of(sk);

	if (connection)
		count_flow(sk, connection, false);
	return 0;
}

#endif /* PROBE_NET_TRAFFIC_BPF_H */
