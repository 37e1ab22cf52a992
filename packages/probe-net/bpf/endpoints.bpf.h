/* SPDX-License-Identifier: Apache-2.0 */
/* What a socket is, and between which two addresses. */
#ifndef PROBE_NET_ENDPOINTS_BPF_H
#define PROBE_NET_ENDPOINTS_BPF_H

#include <probekit/probe.bpf.h>
#include <bpf/bpf_endian.h>
#include "net.h"

#define SOCK_STREAM 1
#define SOCK_DGRAM 2

/* enum net_protocol of an IPv4 or IPv6 socket; 0 for any other, a raw one of TCP included. */
static __always_inline __u16 protocol_of(struct sock *sk)
{
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	__u16 protocol = BPF_CORE_READ(sk, sk_protocol);
	__u16 type = BPF_CORE_READ(sk, sk_type);

	if (family != NET_FAMILY_IPV4 && family != NET_FAMILY_IPV6)
		return 0;
	if (protocol == NET_PROTOCOL_TCP && type == SOCK_STREAM)
		return protocol;
	if (protocol == NET_PROTOCOL_UDP && type == SOCK_DGRAM)
		return protocol;
	return 0;
}

static __always_inline struct net_address mapped_ipv4(__be32 address)
{
	return (struct net_address){ .c = bpf_htonl(0xffff), .d = address };
}

/*
 * The one place where addresses are taken from a socket. Its own port is taken from inet_sport,
 * since the kernel has given back skc_num by the time that it says TCP_CLOSE.
 *
 * A function, not inlined, as are others that many programs need: the object is a third as long.
 */
static __noinline void endpoints_of(struct sock *sk, struct net_endpoints *ends)
{
	struct inet_sock *inet = (struct inet_sock *)sk;

	ends->local_port = bpf_ntohs(BPF_CORE_READ(inet, inet_sport));
	ends->remote_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
	ends->family = BPF_CORE_READ(sk, __sk_common.skc_family);
	ends->protocol = BPF_CORE_READ(sk, sk_protocol);
	if (ends->family == NET_FAMILY_IPV6) {
		bpf_core_read(&ends->local, sizeof(ends->local), &sk->__sk_common.skc_v6_rcv_saddr);
		bpf_core_read(&ends->remote, sizeof(ends->remote), &sk->__sk_common.skc_v6_daddr);
	} else {
		ends->local = mapped_ipv4(BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr));
		ends->remote = mapped_ipv4(BPF_CORE_READ(sk, __sk_common.skc_daddr));
	}
}

/* Where struct sockaddr is. */
enum memory {
	KERNEL_MEMORY,
	USER_MEMORY,
};

/* False, and counted, when the memory is not paged in. */
static __always_inline bool read_from(enum memory memory, void *to, __u32 bytes, const void *from)
{
	long error = memory == USER_MEMORY ? bpf_probe_read_user(to, bytes, from)
					   : bpf_probe_read_kernel(to, bytes, from);

	if (error)
		probe_count_loss(unreadable);
	return !error;
}

/* An address and port of struct sockaddr_in or sockaddr_in6; false if it is of another family. */
static __always_inline bool read_sockaddr(enum memory memory, const void *from,
					  struct net_address *address, __u16 *port)
{
	struct {
		__u16 family;
		__be16 port;
		__be32 ipv4; /* the flow label in sockaddr_in6, whose address comes next */
	} head = {};

	if (!from || !read_from(memory, &head, sizeof(head), from))
		return false;
	if (head.family == NET_FAMILY_IPV4)
		*address = mapped_ipv4(head.ipv4);
	else if (head.family != NET_FAMILY_IPV6 ||
		 !read_from(memory, address, sizeof(*address), from + sizeof(head)))
		return false;
	*port = bpf_ntohs(head.port);
	return true;
}

#endif /* PROBE_NET_ENDPOINTS_BPF_H */
