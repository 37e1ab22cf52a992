/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much a connection has carried, in bytes of the application's. The kernel counts in
 * sequence numbers, where SYN and FIN are one each.
 */
#ifndef PROBE_NET_BYTES_BPF_H
#define PROBE_NET_BYTES_BPF_H

#include "connections.bpf.h"

/* Exact as long as this end has put no FIN behind its bytes. */
static __always_inline __u64 bytes_sent_so_far(struct sock *sk, struct connection *connection)
{
	struct tcp_sock *tcp = (struct tcp_sock *)sk;
	__u32 not_acknowledged = BPF_CORE_READ(tcp, write_seq) - BPF_CORE_READ(tcp, snd_una);

	return BPF_CORE_READ(tcp, bytes_acked) + not_acknowledged - connection->connected;
}

/* What the application has handed over, whether or not it has reached the other end. */
static __always_inline __u64 bytes_sent(struct sock *sk, struct connection *connection)
{
	return connection->finished ? connection->sent_bytes : bytes_sent_so_far(sk, connection);
}

/* What has come in order, whether or not the application has read it. */
static __always_inline __u64 bytes_received(struct sock *sk)
{
	struct tcp_sock *tcp = (struct tcp_sock *)sk;
	unsigned long flags = BPF_CORE_READ(sk, __sk_common.skc_flags);
	bool fin = flags & (1UL << bpf_core_enum_value(enum sock_flags, SOCK_DONE));

	return BPF_CORE_READ(tcp, bytes_received) - fin;
}

#endif /* PROBE_NET_BYTES_BPF_H */
