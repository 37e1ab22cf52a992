/* SPDX-License-Identifier: Apache-2.0 */
/* Datagrams, of which by default the first between a socket and a remote address is told. */
#ifndef PROBE_NET_DATAGRAMS_BPF_H
#define PROBE_NET_DATAGRAMS_BPF_H

#include "report.bpf.h"

const volatile bool each_datagram = false;

#define EEXIST 17

struct datagram_flow {
	__u64 sk;
	__u64 inode; /* the socket's number: its memory is used again for others */
	struct net_address remote;
	__u16 remote_port;
	__u16 type; /* NET_EVENT_UDP_SEND or NET_EVENT_UDP_RECEIVE */
	__u32 reserved;
};

/*
 * Those that have been told. The kernel drops the least used ones to make room: should one of
 * these be used again, it is told again.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct datagram_flow);
	__type(value, __u8);
} told_datagrams SEC(".maps");

static __always_inline bool is_first(struct sock *sk, const struct net_endpoints *ends, __u16 type)
{
	struct datagram_flow flow = {
		.sk = (__u64)sk,
		.inode = BPF_CORE_READ(sk, sk_socket, file, f_inode, i_ino),
		.remote = ends->remote,
		.remote_port = ends->remote_port,
		.type = type,
	};
	__u8 told = 1;
	int error; /* of what the call returns, no more is set before Linux 6.4 */

	if (bpf_map_lookup_elem(&told_datagrams, &flow))
		return false;
	/* Of two that find none, one. What cannot be remembered is told again. */
	error = bpf_map_update_elem(&told_datagrams, &flow, &told, BPF_NOEXIST);
	return error != -EEXIST;
}

/* A datagram that the current task has sent or received, with both its ends. */
static __always_inline void datagram(struct sock *sk, const struct net_endpoints *ends, __u16 type,
				     __u64 bytes)
{
	if (!matches(ends))
		return;
	if (each_datagram || is_first(sk, ends, type))
		tell_datagram(type, ends, bytes);
}

/* With the remote address that the call was given or has given, if `name` is one. */
__noinline int named_datagram(__u64 socket, __u32 memory, __u64 name, __u32 type, __u64 bytes)
{
	struct sock *sk = (struct sock *)socket;
	struct net_endpoints ends;
	struct net_address remote;
	__u16 port;

	endpoints_of(sk, &ends);
	if (read_sockaddr(memory, (const void *)name, &remote, &port)) {
		ends.remote = remote;
		ends.remote_port = port;
	}
	datagram(sk, &ends, type, bytes);
	return 0;
}

#endif /* PROBE_NET_DATAGRAMS_BPF_H */
