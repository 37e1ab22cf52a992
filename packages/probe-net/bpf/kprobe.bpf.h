/* SPDX-License-Identifier: Apache-2.0 */
/* The kprobe plan: functions' entries, which have the arguments, and their returns. */
#ifndef PROBE_NET_KPROBE_BPF_H
#define PROBE_NET_KPROBE_BPF_H

#include "functions.bpf.h"

#define ON_KPROBE(name, target, arg0, arg1, function, begins)                                      \
	PROBE_ARG(kprobe_##name, arg0);                                                            \
	PROBE_ARG(kprobe_##name, arg1);                                                            \
	SEC("kprobe/" #target)                                                                     \
	int kprobe_##name(struct pt_regs *ctx)                                                     \
	{                                                                                          \
		return begins(function, ARG(kprobe_##name, arg0), ARG(kprobe_##name, arg1));       \
	}

#define ON_KRETPROBE(name, target, function, action)                                               \
	SEC("kretprobe/" #target)                                                                  \
	int kretprobe_##name(struct pt_regs *ctx)                                                  \
	{                                                                                          \
		struct function_call call;                                                         \
                                                                                                   \
		if (!function_ends(function, &call))                                               \
			return 0;                                                                  \
		return action((void *)call.first, call.second, (int)probe_result(ctx));            \
	}

#define ON_CALL(name, target, arg0, arg1, function, begins, action)                                \
	ON_KPROBE(name, target, arg0, arg1, function, begins)                                      \
	ON_KRETPROBE(name, target, function, action)

/* As in fentry.bpf.h. */
#define ON_CALL_WITH_ADDRESS(name, target, function, action)                                       \
	ON_CALL(name, target, socket, address, function, function_begins, action)                  \
	ON_KPROBE(name##_unsized, target, socket, address, function, function_begins)

ON_CALL_WITH_ADDRESS(connect, inet_stream_connect, FUNCTION_CONNECT, connect_done)
ON_CALL_WITH_ADDRESS(bind, inet_bind, FUNCTION_BIND, bind_done)
ON_CALL_WITH_ADDRESS(bind6, inet6_bind, FUNCTION_BIND6, bind_done)
ON_CALL(listen, inet_listen, socket, backlog, FUNCTION_LISTEN, function_begins, listen_done)
ON_CALL(udp_send, udp_sendmsg, sk, message, FUNCTION_SEND, send_begins, send_done)
ON_CALL(udp_send6, udpv6_sendmsg, sk, message, FUNCTION_SEND6, send_begins, send_done)

#define ON_FAST_OPEN_KPROBE(name)                                                                  \
	FAST_OPEN_ARGS(kprobe_##name);                                                             \
	SEC("kprobe/__inet_stream_connect")                                                        \
	int kprobe_##name(struct pt_regs *ctx)                                                     \
	{                                                                                          \
		if (!(int)ARG(kprobe_##name, is_send))                                             \
			return 0;                                                                  \
		return function_begins(FUNCTION_FAST_OPEN, ARG(kprobe_##name, socket),             \
				       ARG(kprobe_##name, address));                               \
	}

ON_FAST_OPEN_KPROBE(fast_open)
ON_FAST_OPEN_KPROBE(fast_open_unsized)
ON_KRETPROBE(fast_open, __inet_stream_connect, FUNCTION_FAST_OPEN, connect_done)

SEC("kprobe/inet_csk_accept")
int kprobe_accept(struct pt_regs *ctx)
{
	return function_begins(FUNCTION_ACCEPT, 0, 0);
}

SEC("kretprobe/inet_csk_accept")
int kretprobe_accept(struct pt_regs *ctx)
{
	struct function_call call;

	/* One that had begun before it could be kept is told as well. */
	function_ends(FUNCTION_ACCEPT, &call);
	return accept_done((struct sock *)probe_result(ctx));
}

PROBE_ARG(kprobe_udp_receive, sk);
PROBE_ARG(kprobe_udp_receive, skb);
PROBE_ARG(kprobe_udp_receive, length);

SEC("kprobe/skb_consume_udp")
int kprobe_udp_receive(struct pt_regs *ctx)
{
	return receive_ends((struct sock *)ARG(kprobe_udp_receive, sk),
			    (struct sk_buff *)ARG(kprobe_udp_receive, skb),
			    ARG(kprobe_udp_receive, length));
}

#endif /* PROBE_NET_KPROBE_BPF_H */
