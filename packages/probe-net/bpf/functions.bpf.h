/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fentry and kprobe plans: the kernel's own functions, which io_uring and 32-bit programs
 * pass too, with arguments in kernel memory.
 */
#ifndef PROBE_NET_FUNCTIONS_BPF_H
#define PROBE_NET_FUNCTIONS_BPF_H

#include "datagrams.bpf.h"
#include "outcomes.bpf.h"

static __always_inline struct sock *sock_of(const void *socket)
{
	return BPF_CORE_READ((struct socket *)socket, sk);
}

/* What is told when a function returns. The first two are its arguments, as far as it has them. */

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

/* The functions that a kprobe sees begin; udpv6_sendmsg() can call udp_sendmsg(). */
enum function {
	FUNCTION_CONNECT,
	FUNCTION_BIND,
	FUNCTION_BIND6,
	FUNCTION_LISTEN,
	FUNCTION_SEND,
	FUNCTION_SEND6,
};

struct function_key {
	__u32 tid;
	__u32 function; /* enum function */
};

struct arguments {
	__u64 first;
	__u64 second;
};

/*
 * What a function was called with, for the length of the call: only a kretprobe has to be told.
 * Full only when so many threads wait at one moment; a call that finds no room is counted. What a
 * skipped return leaves here, the thread's next call of that function replaces.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct function_key);
	__type(value, struct arguments);
} function_calls SEC(".maps");

static __always_inline int function_begins(enum function function, __u64 first, __u64 second)
{
	struct function_key key = { (__u32)bpf_get_current_pid_tgid(), function };
	struct arguments arguments = { first, second };

	if (bpf_map_update_elem(&function_calls, &key, &arguments, BPF_ANY))
		probe_count_loss(map_full);
	return 0;
}

static __always_inline bool function_ends(enum function function, struct arguments *arguments)
{
	struct function_key key = { (__u32)bpf_get_current_pid_tgid(), function };
	struct arguments *found = bpf_map_lookup_elem(&function_calls, &key);

	if (!found)
		return false;
	*arguments = *found;
	bpf_map_delete_elem(&function_calls, &key);
	return true;
}

/* A function's return with two of its arguments, for fentry plans … */
#define ON_FEXIT(name, target, first, second, action)                                              \
	PROBE_ARG(fexit_##name, first);                                                            \
	PROBE_ARG(fexit_##name, second);                                                           \
	PROBE_ARG(fexit_##name, result);                                                           \
	SEC("fexit/" #target)                                                                      \
	int fexit_##name(__u64 *ctx)                                                               \
	{                                                                                          \
		return action((void *)ARG(fexit_##name, first), ARG(fexit_##name, second),         \
			      (int)ARG(fexit_##name, result));                                     \
	}

/* … and for kprobe plans, where its entry keeps them. */
#define ON_KPROBE(name, target, first, second, function)                                           \
	PROBE_ARG(kprobe_##name, first);                                                           \
	PROBE_ARG(kprobe_##name, second);                                                          \
	SEC("kprobe/" #target)                                                                     \
	int kprobe_##name(struct pt_regs *ctx)                                                     \
	{                                                                                          \
		return function_begins(function, ARG(kprobe_##name, first),                        \
				       ARG(kprobe_##name, second));                                \
	}

#define ON_KRETPROBE(name, target, function, action)                                               \
	SEC("kretprobe/" #target)                                                                  \
	int kretprobe_##name(struct pt_regs *ctx)                                                  \
	{                                                                                          \
		struct arguments arguments;                                                        \
                                                                                                   \
		if (!function_ends(function, &arguments))                                          \
			return 0;                                                                  \
		return action((void *)arguments.first, arguments.second, (int)probe_result(ctx));  \
	}

#define ON_RETURN(name, target, first, second, function, action)                                   \
	ON_FEXIT(name, target, first, second, action)                                              \
	ON_KPROBE(name, target, first, second, function)                                           \
	ON_KRETPROBE(name, target, function, action)

/* Addresses are struct sockaddr_unsized from Linux 6.19 on: programs of their own, by type. */
#define ON_RETURN_WITH_ADDRESS(name, target, function, action)                                     \
	ON_RETURN(name, target, socket, address, function, action)                                 \
	ON_FEXIT(name##_unsized, target, socket, address, action)                                  \
	ON_KPROBE(name##_unsized, target, socket, address, function)

/* What every family's connect() comes to, and waits in. */
ON_RETURN_WITH_ADDRESS(connect, inet_stream_connect, FUNCTION_CONNECT, connect_done)
ON_RETURN_WITH_ADDRESS(bind, inet_bind, FUNCTION_BIND, bind_done)
ON_RETURN_WITH_ADDRESS(bind6, inet6_bind, FUNCTION_BIND6, bind_done)
ON_RETURN(listen, inet_listen, socket, backlog, FUNCTION_LISTEN, listen_done)
ON_RETURN(udp_send, udp_sendmsg, sk, message, FUNCTION_SEND, send4_done)
ON_RETURN(udp_send6, udpv6_sendmsg, sk, message, FUNCTION_SEND6, send6_done)

PROBE_ARG(fexit_accept, result);

SEC("fexit/inet_csk_accept")
int fexit_accept(__u64 *ctx)
{
	return accept_done((struct sock *)ARG(fexit_accept, result));
}

SEC("kretprobe/inet_csk_accept")
int kretprobe_accept(struct pt_regs *ctx)
{
	return accept_done((struct sock *)probe_result(ctx));
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

#endif /* PROBE_NET_FUNCTIONS_BPF_H */
