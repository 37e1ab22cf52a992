/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fentry and kprobe plans share: the kernel's own functions, which io_uring and 32-bit
 * programs pass too, with arguments in kernel memory.
 */
#ifndef PROBE_NET_FUNCTIONS_BPF_H
#define PROBE_NET_FUNCTIONS_BPF_H

#include "datagrams.bpf.h"
#include "outcomes.bpf.h"

static __always_inline struct sock *sock_of(const void *socket)
{
	return BPF_CORE_READ((struct socket *)socket, sk);
}

/* What is told when a function returns, with two of its arguments and its result. */

static __always_inline int connect_done(const void *socket, __u64 name, long ret)
{
	connect_returned(sock_of(socket), KERNEL_MEMORY, (const void *)name, ret);
	return 0;
}

static __always_inline int bind_done(const void *socket, __u64 name, long ret)
{
	bind_returned(sock_of(socket), KERNEL_MEMORY, (const void *)name, ret);
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
		accepted(sk);
	return 0;
}

static __always_inline int send_done(struct sock *sk, __u64 message, int ret)
{
	if (ret >= 0 && protocol_of(sk) == NET_PROTOCOL_UDP && probe_filter())
		named_datagram(sk, KERNEL_MEMORY, BPF_CORE_READ((struct msghdr *)message, msg_name),
			       NET_EVENT_UDP_SEND, ret);
	return 0;
}

static __always_inline int send6_done(const void *sk, __u64 message, long ret)
{
	return send_done((struct sock *)sk, message, ret);
}

/* An IPv6 socket comes here from udpv6_sendmsg() with an IPv4 address; that one tells. */
static __always_inline int send4_done(const void *sk, __u64 message, long ret)
{
	if (BPF_CORE_READ((struct sock *)sk, __sk_common.skc_family) != NET_FAMILY_IPV4)
		return 0;
	return send_done((struct sock *)sk, message, ret);
}

/*
 * The end of a receive, with the datagram at hand, whether or not its sender was asked for.
 * A negative length says that it has only been peeked at.
 */
static __always_inline int receive_ends(struct sock *sk, struct sk_buff *skb, int length)
{
	unsigned char *head = BPF_CORE_READ(skb, head);
	unsigned char *ip = head + BPF_CORE_READ(skb, network_header);
	struct net_endpoints ends;
	__be32 source;
	__be16 port;
	__u8 version;

	if (length < 0 || protocol_of(sk) != NET_PROTOCOL_UDP || !probe_filter())
		return 0;
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
