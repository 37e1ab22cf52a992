/* SPDX-License-Identifier: Apache-2.0 */
/* The kprobe plan: functions' entries, which have the arguments, and their returns. */
#ifndef PROBE_NET_KPROBE_BPF_H
#define PROBE_NET_KPROBE_BPF_H

#include "functions.bpf.h"

/* One can call another: udpv6_sendmsg() udp_sendmsg(). */
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
 * What a function was called with, for the length of the call. Full only when so many threads
 * wait at one moment; a call that finds no room is counted. What a skipped return leaves here,
 * the thread's next call of that function replaces.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024); /* the plan's size replaces it */
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

#define ON_KPROBE(name, target, arg0, arg1, function)                                              \
	PROBE_ARG(kprobe_##name, arg0);                                                            \
	PROBE_ARG(kprobe_##name, arg1);                                                            \
	SEC("kprobe/" #target)                                                                     \
	int kprobe_##name(struct pt_regs *ctx)                                                     \
	{                                                                                          \
		return function_begins(function, ARG(kprobe_##name, arg0),                         \
				       ARG(kprobe_##name, arg1));                                  \
	}

#define ON_CALL(name, target, arg0, arg1, function, action)                                        \
	ON_KPROBE(name, target, arg0, arg1, function)                                              \
	SEC("kretprobe/" #target)                                                                  \
	int kretprobe_##name(struct pt_regs *ctx)                                                  \
	{                                                                                          \
		struct arguments arguments;                                                        \
                                                                                                   \
		if (!function_ends(function, &arguments))                                          \
			return 0;                                                                  \
		return action((void *)arguments.first, arguments.second, (int)probe_result(ctx));  \
	}

/* As in fentry.bpf.h. */
#define ON_CALL_WITH_ADDRESS(name, target, function, action)                                       \
	ON_CALL(name, target, socket, address, function, action)                                   \
	ON_KPROBE(name##_unsized, target, socket, address, function)

ON_CALL_WITH_ADDRESS(connect, inet_stream_connect, FUNCTION_CONNECT, connect_done)
ON_CALL_WITH_ADDRESS(bind, inet_bind, FUNCTION_BIND, bind_done)
ON_CALL_WITH_ADDRESS(bind6, inet6_bind, FUNCTION_BIND6, bind_done)
ON_CALL(listen, inet_listen, socket, backlog, FUNCTION_LISTEN, listen_done)
ON_CALL(udp_send, udp_sendmsg, sk, message, FUNCTION_SEND, send4_done)
ON_CALL(udp_send6, udpv6_sendmsg, sk, message, FUNCTION_SEND6, send6_done)

SEC("kretprobe/inet_csk_accept")
int kretprobe_accept(struct pt_regs *ctx)
{
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
