/* SPDX-License-Identifier: Apache-2.0 */
/* The fentry plan: functions' returns, with their arguments. */
#ifndef PROBE_NET_FENTRY_BPF_H
#define PROBE_NET_FENTRY_BPF_H

#include "functions.bpf.h"

#define ON_FEXIT(name, target, arg0, arg1, action)                                                 \
	PROBE_ARG(fexit_##name, arg0);                                                             \
	PROBE_ARG(fexit_##name, arg1);                                                             \
	PROBE_ARG(fexit_##name, result);                                                           \
	SEC("fexit/" #target)                                                                      \
	int fexit_##name(__u64 *ctx)                                                               \
	{                                                                                          \
		return action((void *)ARG(fexit_##name, arg0), ARG(fexit_##name, arg1),            \
			      (int)ARG(fexit_##name, result));                                     \
	}

/* Addresses are struct sockaddr_unsized from Linux 6.19 on: programs of their own, by type. */
#define ON_FEXIT_WITH_ADDRESS(name, target, action)                                                \
	ON_FEXIT(name, target, socket, address, action)                                            \
	ON_FEXIT(name##_unsized, target, socket, address, action)

/* What every family's connect() comes to, and waits in. */
ON_FEXIT_WITH_ADDRESS(connect, inet_stream_connect, connect_done)
ON_FEXIT_WITH_ADDRESS(bind, inet_bind, bind_done)
ON_FEXIT_WITH_ADDRESS(bind6, inet6_bind, bind_done)
ON_FEXIT(listen, inet_listen, socket, backlog, listen_done)

#define ON_FAST_OPEN_FEXIT(name)                                                                   \
	FAST_OPEN_ARGS(fexit_##name);                                                              \
	PROBE_ARG(fexit_##name, result);                                                           \
	SEC("fexit/__inet_stream_connect")                                                         \
	int fexit_##name(__u64 *ctx)                                                               \
	{                                                                                          \
		if (!(int)ARG(fexit_##name, is_send))                                              \
			return 0;                                                                  \
		return connect_done((void *)ARG(fexit_##name, socket), ARG(fexit_##name, address), \
				    (int)ARG(fexit_##name, result));                               \
	}

ON_FAST_OPEN_FEXIT(fast_open)
ON_FAST_OPEN_FEXIT(fast_open_unsized)

static __always_inline int send4_done(const void *sk, __u64 message, long ret)
{
	if (!probe_filter() || !is_ipv4_socket((__u64)sk))
		return 0;
	return send_done(sk, name_in(message), ret);
}

ON_FEXIT(udp_send, udp_sendmsg, sk, message, send4_done)

PROBE_ARG(fentry_udp_send6, sk);
PROBE_ARG(fentry_udp_send6, message);

SEC("fentry/udpv6_sendmsg")
int fentry_udp_send6(__u64 *ctx)
{
	return send_begins(FUNCTION_SEND6, ARG(fentry_udp_send6, sk),
			   ARG(fentry_udp_send6, message));
}

PROBE_ARG(fexit_udp_send6, result);

SEC("fexit/udpv6_sendmsg")
int fexit_udp_send6(__u64 *ctx)
{
	struct function_call call;

	if (!function_ends(FUNCTION_SEND6, &call))
		return 0;
	return send_done((void *)call.first, call.second, (int)ARG(fexit_udp_send6, result));
}

PROBE_ARG(fexit_accept, result);

SEC("fexit/inet_csk_accept")
int fexit_accept(__u64 *ctx)
{
	return accept_done((struct sock *)ARG(fexit_accept, result));
}

PROBE_ARG(fentry_udp_receive, sk);
PROBE_ARG(fentry_udp_receive, skb);
PROBE_ARG(fentry_udp_receive, length);

SEC("fentry/skb_consume_udp")
int fentry_udp_receive(__u64 *ctx)
{
	return receive_ends((struct sock *)ARG(fentry_udp_receive, sk),
			    (struct sk_buff *)ARG(fentry_udp_receive, skb),
			    ARG(fentry_udp_receive, length));
}

#endif /* PROBE_NET_FENTRY_BPF_H */
