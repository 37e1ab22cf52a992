/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP connections by their socket, and whose they are. What happens to a connection later
 * happens mostly in softirq, on the back of whatever task is running there.
 */
#ifndef PROBE_NET_CONNECTIONS_BPF_H
#define PROBE_NET_CONNECTIONS_BPF_H

#include "endpoints.bpf.h"

#define ENOENT 2

enum phase {
	PHASE_CONNECTING,
	PHASE_ESTABLISHED,
	PHASE_FAILED, /* and told; kept until its caller has been told too */
	PHASE_UNTOLD, /* failed for a reason that only the result of connect() will tell */
};

/* Who connected or accepted. */
struct maker {
	__u32 pid;
	__u32 tid;
	__u32 uid;
	__u32 wanted; /* passes the session's filters */
	char comm[PROBE_COMM_LEN];
};

struct connection {
	struct probe_context owner; /* who connected or accepted, later who closed */
	struct maker maker;
	__u64 start_ns;     /* of the connect; once established, since then */
	__u64 sent_bytes;   /* all of them, once `finished` */
	__u64 counted_sent; /* of these, in the table of flows */
	__u64 counted_received;
	__u16 local_port; /* 0 until there is one */
	__u16 remote_port;
	__u8 phase;     /* enum phase */
	__u8 connected; /* by this end: its SYN counts among the bytes that were acknowledged */
	__u8 in_call;   /* its connect() has not returned */
	__u8 wanted;    /* `owner` passes the session's filters */
	__u8 finished;  /* this end sends no more */
	__u8 reserved[7];
};

/*
 * Sized by the option maxConnections. An entry goes when its connection ends. When full, a new
 * connection is counted as lost: of its events, those that come later than its beginning.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64); /* struct sock * */
	__type(value, struct connection);
} connections SEC(".maps");

static __noinline void own(struct connection *connection)
{
	probe_fill_context(&connection->owner);
	connection->wanted = probe_filter();
}

/* The current task makes the connection. */
static __noinline void make(struct connection *connection)
{
	own(connection);
	connection->maker.pid = connection->owner.pid;
	connection->maker.tid = connection->owner.tid;
	connection->maker.uid = connection->owner.uid;
	connection->maker.wanted = connection->wanted;
	__builtin_memcpy(connection->maker.comm, connection->owner.comm, PROBE_COMM_LEN);
}

static __always_inline bool remember(struct sock *sk, struct connection *connection)
{
	__u64 key = (__u64)sk;

	if (!bpf_map_update_elem(&connections, &key, connection, BPF_ANY))
		return true;
	probe_count_loss(map_full);
	return false;
}

/*
 * Whether there was one: of two programs that see the same end only one is told so. A map that
 * the program's processor is just writing to lets none be taken out.
 */
static __always_inline bool forget(struct sock *sk)
{
	__u64 key = (__u64)sk;
	int error = bpf_map_delete_elem(&connections, &key); /* no more is set before Linux 6.4 */

	if (error && error != -ENOENT)
		probe_count_loss(map_full);
	return !error;
}

/*
 * A socket's memory is used again for others. Each begins by putting its own entry here or by
 * taking away what is there, and this tells them apart should the kernel have skipped that.
 */
static __always_inline bool is_same(struct sock *sk, struct connection *connection)
{
	struct inet_sock *inet = (struct inet_sock *)sk;

	if (connection->remote_port != bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport)))
		return false;
	return !connection->local_port ||
	       connection->local_port == bpf_ntohs(BPF_CORE_READ(inet, inet_sport));
}

static __always_inline struct connection *any_connection_of(struct sock *sk)
{
	__u64 key = (__u64)sk;

	return bpf_map_lookup_elem(&connections, &key);
}

/*
 * A new socket: whatever is here was another's, whose memory it has. That this one's end was not
 * seen is a loss, of its last event.
 */
static __always_inline void forget_former(struct sock *sk)
{
	struct connection *former = any_connection_of(sk);

	if (!former)
		return;
	if (former->wanted && former->phase <= PHASE_ESTABLISHED)
		probe_count_loss(unpaired);
	forget(sk);
}

/* The connection that a socket is in, or that it tries to make. */
static __always_inline struct connection *connection_of(struct sock *sk)
{
	struct connection *connection = any_connection_of(sk);

	if (!connection || connection->phase > PHASE_ESTABLISHED || !is_same(sk, connection))
		return NULL;
	return connection;
}

#endif /* PROBE_NET_CONNECTIONS_BPF_H */
