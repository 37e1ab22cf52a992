/* SPDX-License-Identifier: Apache-2.0 */
/* What probe-net sends. src/probe.ts gives these fields their names and meaning. */
#ifndef PROBE_NET_H
#define PROBE_NET_H

#include <probekit/args.h>
#include <probekit/wire.h>

enum net_event_type {
	NET_EVENT_CONNECT = 1,
	NET_EVENT_ACCEPT = 2,
	NET_EVENT_CLOSE = 3,
	NET_EVENT_LISTEN = 4,
	NET_EVENT_BIND = 5,
	NET_EVENT_UDP_SEND = 6,
	NET_EVENT_UDP_RECEIVE = 7,
	NET_EVENT_RETRANSMIT = 8,
	NET_EVENT_STATE = 9,
	NET_EVENT_FLOWS = 10,
};

/* The kernel's numbers (AF_INET, …). */
enum net_family {
	NET_FAMILY_IPV4 = 2,
	NET_FAMILY_IPV6 = 10,
};

enum net_protocol {
	NET_PROTOCOL_TCP = 6,
	NET_PROTOCOL_UDP = 17,
};

/* The kernel's numbers (TCP_ESTABLISHED, …). */
enum net_tcp_state {
	NET_TCP_STATE_ESTABLISHED = 1,
	NET_TCP_STATE_SYN_SENT = 2,
	NET_TCP_STATE_SYN_RECV = 3,
	NET_TCP_STATE_FIN_WAIT1 = 4,
	NET_TCP_STATE_FIN_WAIT2 = 5,
	NET_TCP_STATE_TIME_WAIT = 6,
	NET_TCP_STATE_CLOSE = 7,
	NET_TCP_STATE_CLOSE_WAIT = 8,
	NET_TCP_STATE_LAST_ACK = 9,
	NET_TCP_STATE_LISTEN = 10,
	NET_TCP_STATE_CLOSING = 11,
	NET_TCP_STATE_NEW_SYN_RECV = 12,
};

/* What has come of a connect. */
enum net_result {
	NET_RESULT_ESTABLISHED = 1,
	NET_RESULT_REFUSED = 2,
	NET_RESULT_RESET = 3,
	NET_RESULT_TIMED_OUT = 4,
	NET_RESULT_UNREACHABLE = 5,
	NET_RESULT_CLOSED = 6, /* by this end, before there was an outcome */
	NET_RESULT_FAILED = 7,
};

/* How a connection has ended. */
enum net_ending {
	NET_ENDING_CLOSED = 1,  /* by this end in order, or by both */
	NET_ENDING_RESET = 2,   /* by the other end */
	NET_ENDING_ABORTED = 3, /* by this end, without waiting for what was under way */
	NET_ENDING_TIMED_OUT = 4,
	NET_ENDING_UNREACHABLE = 5,
	NET_ENDING_FAILED = 6,
};

/* 16 bytes as on the network; an IPv4 address is ::ffff:a.b.c.d. */
struct net_address {
	__u32 a, b, c, d;
};

/* Both ends as the socket has them. A remote end of all zeros: there is none, or none known. */
struct net_endpoints {
	struct net_address local;
	struct net_address remote;
	__u16 local_port;
	__u16 remote_port;
	__u16 family;   /* enum net_family, of the socket */
	__u16 protocol; /* enum net_protocol */
};
_Static_assert(sizeof(struct net_endpoints) == 40, "struct net_endpoints");

/*
 * The typed arguments of every event: the protocol's name, and both ends as the socket has
 * them. There is no remote end where there is none, or none is known.
 */
enum net_arg {
	NET_ARG_PROTOCOL,
	NET_ARG_LOCAL,
	NET_ARG_REMOTE,
};

struct net_connect {
	struct probe_header header;
	struct probe_context context; /* who called connect() */
	struct probe_args args;
	__u64 latency_ns;
	__s32 ret;    /* 0 or a negative errno */
	__u32 result; /* enum net_result */
};
_Static_assert(sizeof(struct net_connect) == 112, "struct net_connect");

struct net_accept {
	struct probe_header header;
	struct probe_context context;
	struct probe_args args;
};
_Static_assert(sizeof(struct net_accept) == 96, "struct net_accept");

struct net_close {
	struct probe_header header;
	struct probe_context context; /* who closed this end, or had made it */
	struct probe_args args;
	__u64 duration_ns;
	__u64 sent_bytes;
	__u64 received_bytes;
	__s32 ret;
	__u32 ending; /* enum net_ending */
};
_Static_assert(sizeof(struct net_close) == 128, "struct net_close");

struct net_listen {
	struct probe_header header;
	struct probe_context context;
	struct probe_args args;
	__s32 backlog;
	__s32 ret;
};
_Static_assert(sizeof(struct net_listen) == 104, "struct net_listen");

struct net_bind {
	struct probe_header header;
	struct probe_context context;
	struct probe_args args;
	__s32 ret;
	__u32 reserved;
};
_Static_assert(sizeof(struct net_bind) == 104, "struct net_bind");

/* For udpSend and udpReceive. */
struct net_datagram {
	struct probe_header header;
	struct probe_context context;
	struct probe_args args;
	__u64 bytes;
};
_Static_assert(sizeof(struct net_datagram) == 104, "struct net_datagram");

struct net_retransmit {
	struct probe_header header;
	struct probe_context context; /* who had made the connection */
	struct probe_args args;
	__u32 state; /* enum net_tcp_state */
	__u32 reserved;
};
_Static_assert(sizeof(struct net_retransmit) == 104, "struct net_retransmit");

struct net_state {
	struct probe_header header;
	struct probe_context context;
	struct probe_args args;
	__u32 old_state; /* enum net_tcp_state */
	__u32 new_state;
};
_Static_assert(sizeof(struct net_state) == 104, "struct net_state");

/* A connection, for as long as it lasts: a socket's memory is used again for others. */
struct net_flow_key {
	__u64 sk;
	__u64 start_ns;
};
_Static_assert(sizeof(struct net_flow_key) == 16, "struct net_flow_key");

struct net_flow {
	struct net_endpoints endpoints;
	__u64 sent_bytes;
	__u64 received_bytes;
	__u32 pid; /* of who connected or accepted, as are the others */
	__u32 tid;
	__u32 uid;
	__u32 reserved;
	char comm[PROBE_COMM_LEN];
};
_Static_assert(sizeof(struct net_flow) == 88, "struct net_flow");

#endif /* PROBE_NET_H */
