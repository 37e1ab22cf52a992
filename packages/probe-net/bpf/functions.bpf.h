/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fentry and kprobe plans share: the kernel's own functions, which io_uring and 32-bit
 * programs pass too, with arguments in kernel memory.
 */
#ifndef PROBE_NET_FUNCTIONS_BPF_H
#define PROBE_NET_FUNCTIONS_BPF_H

#include "datagrams.bpf.h"
#include "function-calls.bpf.h"
#include "outcomes.bpf.h"

static __always_inline __u64 sock_of(const void *socket)
{
	return (__u64)BPF_CORE_READ((struct socket *)socket, sk);
}

/*
 * __inet_stream_connect() is passed by every connect; that of a send with MSG_FASTOPEN comes to
 * it alone. Its two other integers are its `length` and `flags`.
 */
#define FAST_OPEN_ARGS(program)                                                                    \
	PROBE_ARG(program, socket);                                                                \
	PROBE_ARG(program, address);                                                               \
	PROBE_ARG(program, length);                                                                \
	PROBE_ARG(program, flags);                                                                 \
	PROBE_ARG(program, is_send)

/* What is told when a function returns, with two of its arguments and its result. */

static __always_inline int connect_done(const void *socket, __u64 name, long ret)
{
	connect_returned(sock_of(socket), KERNEL_MEMORY, probe_number((void *)name), ret);
	return 0;
}

static __always_inline int bind_done(const void *socket, __u64 name, long ret)
{
	bind_returned(sock_of(socket), KERNEL_MEMORY, probe_number((void *)name), ret);
	return 0;
}

static __always_inline int listen_done(const void *socket, __u64 backlog, long ret)
{
	listen_returned(sock_of(socket), backlog, ret);
	return 0;
}

static __always_inline int accept_done(struct sock *sk)
{
	if (sk)
		accepted(probe_number(sk));
	return 0;
}

static __always_inline __u64 name_in(__u64 message)
{
	return (__u64)BPF_CORE_READ((struct msghdr *)message, msg_name);
}

/* An IPv6 socket comes to udp_sendmsg() from udpv6_sendmsg() with an IPv4 address; that one tells. */
static __always_inline bool is_ipv4_socket(__u64 sk)
{
	return BPF_CORE_READ((struct sock *)sk, __sk_common.skc_family) == NET_FAMILY_IPV4;
}

/*
 * The address is kept as the caller has it: for an IPv4 one, udpv6_sendmsg() puts a struct
 * sockaddr_in of its own stack into the message, and until Linux 6.4 (and the stable releases of
 * that time) leaves it there.
 */
static __always_inline int send_begins(enum function function, __u64 sk, __u64 message)
{
	if (!probe_filter() || (function == FUNCTION_SEND && !is_ipv4_socket(sk)))
		return 0;
	return keep_call(function, sk, name_in(message), true);
}

/* For those that the filter has let pass. */
static __always_inline int send_done(const void *socket, __u64 name, long ret)
{
	if (ret >= 0 && protocol_of((struct sock *)socket) == NET_PROTOCOL_UDP)
		named_datagram(probe_number(socket), KERNEL_MEMORY, name, NET_EVENT_UDP_SEND, ret);
	return 0;
}

/* A datagram that is only looked at (MSG_PEEK) stays in its queue. */
struct sk_buff___queued {
	struct sk_buff *next;
} __attribute__((preserve_access_index));

static __always_inline bool is_queued(struct sk_buff *skb)
{
	return BPF_CORE_READ((struct sk_buff___queued *)skb, next);
}

/*
 * The end of a receive, with the datagram at hand, whether or not its sender was asked for.
 * A negative length says that it has only been looked at; of an empty one there is none.
 */
static __always_inline int receive_ends(struct sock *sk, struct sk_buff *skb, int length)
{
	unsigned char *head, *ip;
	struct net_endpoints ends;
	__be32 source;
	__be16 port;
	__u8 version;

	if (length < 0 || !probe_filter() || protocol_of(sk) != NET_PROTOCOL_UDP)
		return 0;
	if (!length && is_queued(skb))
		return 0;
	head = BPF_CORE_READ(skb, head);
	ip = head + BPF_CORE_READ(skb, network_header);
	endpoints_of(sk, &ends);
	bpf_probe_read_kernel(&version, sizeof(version), ip);
	if (version >> 4 == 6) {
		bpf_probe_read_kernel(&ends.remote, sizeof(ends.remote), ip + 8);
	} else {
		bpf_probe_read_kernel(&source, sizeof(source), ip + 12);
		ends.remote = mapped_ipv4(source);
	}
	bpf_probe_read_kernel(&port, sizeof(port), head + BPF_CORE_READ(skb, transport_header));
	ends.remote_port = bpf_ntohs(port);
	datagram(sk, &ends, NET_EVENT_UDP_RECEIVE, length);
	return 0;
}

#endif /* PROBE_NET_FUNCTIONS_BPF_H */
