/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of a TCP connection: the kernel's tracepoints on its state, which every plan
 * uses. Each says the new state before the socket has it, and errors are in the socket by then.
 */
#ifndef PROBE_NET_STATES_BPF_H
#define PROBE_NET_STATES_BPF_H

#include "flows.bpf.h"
#include "function-calls.bpf.h"
#include "report.bpf.h"

#define PF_EXITING 4
#define PF_KTHREAD 0x200000

/* The kernel says this in the call that sends the SYN, connect() or another. */
__noinline int connect_begins(__u64 socket)
{
	struct sock *sk = (struct sock *)socket;
	struct connection connection = {
		.start_ns = bpf_ktime_get_boot_ns(),
		.remote_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport)),
		.phase = PHASE_CONNECTING,
		.connected = 1,
		.in_call = 1,
	};

	forget_former(sk);
	make(&connection);
	if (remember(sk, &connection))
		connect_needs_no_end();
	return 0;
}

static __always_inline void connect_succeeds(struct sock *sk, struct connection *connection)
{
	struct net_endpoints ends;
	__u64 now = bpf_ktime_get_boot_ns();
	__u64 latency_ns = now - connection->start_ns;

	endpoints_of(sk, &ends);
	connection->phase = PHASE_ESTABLISHED;
	connection->start_ns = now;
	connection->local_port = ends.local_port;
	if (connection->wanted)
		tell_connect(&connection->owner, &ends, NET_RESULT_ESTABLISHED, 0, latency_ns);
}

/*
 * Without an error in the socket it is this end that gives up: connect() itself, if its caller
 * is still in it, for a reason that its result will tell; or else a close.
 */
static __always_inline void connect_fails(struct sock *sk, struct connection *connection)
{
	__u64 latency_ns = bpf_ktime_get_boot_ns() - connection->start_ns;
	int error = BPF_CORE_READ(sk, sk_err);
	struct net_endpoints ends;

	if (!error && connection->in_call &&
	    connection->owner.tid == (__u32)bpf_get_current_pid_tgid()) {
		connection->phase = PHASE_UNTOLD;
		return;
	}
	connection->phase = PHASE_FAILED;
	if (!connection->wanted)
		return;
	endpoints_of(sk, &ends);
	tell_connect(&connection->owner, &ends, error ? result_of(error) : NET_RESULT_CLOSED, error,
		     latency_ns);
}

/* close() and shutdown() of a connection, by whichever task it was that called them. */
static __always_inline bool is_closed_here(struct sock *sk, int old_state, int new_state)
{
	if (new_state == NET_TCP_STATE_FIN_WAIT1 || new_state == NET_TCP_STATE_LAST_ACK)
		return true;
	return new_state == NET_TCP_STATE_CLOSE && !BPF_CORE_READ(sk, sk_err) &&
	       (old_state == NET_TCP_STATE_ESTABLISHED || old_state == NET_TCP_STATE_CLOSE_WAIT);
}

/*
 * The connection becomes that of the task that closes it. When that closes as it exits, it has
 * left the followed tree and its namespaces by then: what was known of it is better. So it is when
 * a thread of the kernel does so, which puts away what others have left.
 */
static __always_inline void own_by_closing(struct connection *connection)
{
	unsigned int flags = BPF_CORE_READ(probe_current(), flags);
	bool exiting = flags & PF_EXITING;
	bool was_wanted = connection->wanted;

	if (flags & PF_KTHREAD)
		return;
	if (exiting && connection->owner.pid == bpf_get_current_pid_tgid() >> 32)
		return;
	own(connection);
	if (exiting && (probekit_filter_on(PROBEKIT_FILTER_FOLLOW) ||
			probekit_filter_on(PROBEKIT_FILTER_MNT_NS) ||
			probekit_filter_on(PROBEKIT_FILTER_VISIBLE)))
		connection->wanted = was_wanted;
}

/* Its FIN is not yet among its bytes. */
static __always_inline void close_begins(struct sock *sk, struct connection *connection)
{
	connection->sent_bytes = bytes_sent_so_far(sk, connection);
	connection->finished = 1;
	own_by_closing(connection);
}

__noinline int connection_ends(__u64 socket, int old_state)
{
	struct sock *sk = (struct sock *)socket;
	struct connection *found = any_connection_of(sk);
	int error = BPF_CORE_READ(sk, sk_err);
	struct connection connection;
	enum net_ending ending;

	if (!found)
		return 0;
	count_flow(sk, found, true);
	connection = *found;
	if (error)
		ending = ending_of(error);
	else if (old_state == NET_TCP_STATE_ESTABLISHED || old_state == NET_TCP_STATE_CLOSE_WAIT ||
		 old_state == NET_TCP_STATE_FIN_WAIT1)
		ending = NET_ENDING_ABORTED;
	else
		ending = NET_ENDING_CLOSED;
	if (forget(sk))
		tell_close(sk, &connection, ending, error);
	return 0;
}

/* Both ends have agreed to the connection (RFC 9293, 3.3.2). */
static __always_inline bool is_synchronized(int state)
{
	return state != NET_TCP_STATE_CLOSE && state != NET_TCP_STATE_LISTEN &&
	       state != NET_TCP_STATE_SYN_SENT && state != NET_TCP_STATE_SYN_RECV;
}

/* A connect has its outcome. */
__noinline int connect_ends(__u64 socket, int new_state)
{
	struct sock *sk = (struct sock *)socket;
	struct connection *connection = any_connection_of(sk);

	if (!connection)
		return 0;
	if (new_state == NET_TCP_STATE_ESTABLISHED)
		connect_succeeds(sk, connection);
	else
		connect_fails(sk, connection);
	return 0;
}

static __always_inline void connection_changes(__u64 sk, struct connection *connection,
					       int old_state, int new_state)
{
	/* The kernel has skipped the program, and counted that, when this was established. */
	if (connection->phase == PHASE_CONNECTING && is_synchronized(old_state))
		connection->phase = PHASE_ESTABLISHED;

	if (connection->phase == PHASE_CONNECTING) {
		if (new_state == NET_TCP_STATE_ESTABLISHED || new_state == NET_TCP_STATE_CLOSE)
			connect_ends(sk, new_state);
	} else if (new_state == NET_TCP_STATE_CLOSE) {
		connection_ends(sk, old_state);
	}
}

/*
 * A socket that listens, or stops to, does so in its caller's own call. One that is yet to be
 * accepted is no one's, and changes in softirq.
 */
__noinline int state_changes(__u64 socket, int old_state, int new_state)
{
	struct sock *sk = (struct sock *)socket;
	struct connection *connection = connection_of(sk);

	if (connection) {
		if (connection->wanted)
			tell_state(sk, &connection->owner, old_state, new_state);
		return 0;
	}
	if (new_state != NET_TCP_STATE_LISTEN &&
	    !(old_state == NET_TCP_STATE_LISTEN && new_state == NET_TCP_STATE_CLOSE))
		return 0;
	if (probe_filter())
		tell_state(sk, NULL, old_state, new_state);
	return 0;
}

PROBE_ARG(on_state, sk);
PROBE_ARG(on_state, old_state);
PROBE_ARG(on_state, new_state);

SEC("tp_btf/inet_sock_set_state")
int on_state(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ARG(on_state, sk);
	int old_state = ARG(on_state, old_state);
	int new_state = ARG(on_state, new_state);
	struct connection *connection;
	__u64 number;

	if (protocol_of(sk) != NET_PROTOCOL_TCP)
		return 0;
	number = probe_number(sk);
	if (new_state == NET_TCP_STATE_SYN_SENT)
		connect_begins(number);
	else if (new_state == NET_TCP_STATE_SYN_RECV && old_state == NET_TCP_STATE_LISTEN)
		forget_former(sk);

	connection = connection_of(sk);
	if (connection && is_closed_here(sk, old_state, new_state))
		close_begins(sk, connection);
	if (probe_event_wanted(NET_EVENT_STATE))
		state_changes(number, old_state, new_state);
	if (connection)
		connection_changes(number, connection, old_state, new_state);
	return 0;
}

PROBE_ARG(on_destroy, sk);

/*
 * A socket goes. Its connection has ended before, unless the kernel has skipped the program
 * above, or has said it in the moment in which accept() put the connection here.
 */
SEC("tp_btf/tcp_destroy_sock")
int on_destroy(__u64 *ctx)
{
	struct sock *sk = (struct sock *)ARG(on_destroy, sk);
	struct connection *found = any_connection_of(sk);
	struct connection connection;
	struct net_endpoints ends;
	bool same;

	if (!found)
		return 0;
	same = is_same(sk, found);
	if (same && found->phase == PHASE_ESTABLISHED)
		count_flow(sk, found, true);
	connection = *found;
	if (!forget(sk) || connection.phase == PHASE_FAILED)
		return 0;
	if (connection.phase == PHASE_ESTABLISHED) {
		int error = BPF_CORE_READ(sk, sk_err);

		if (same)
			tell_close(sk, &connection, error ? ending_of(error) : NET_ENDING_CLOSED,
				   error);
	} else if (connection.wanted) {
		endpoints_of(sk, &ends);
		tell_connect(&connection.owner, &ends, NET_RESULT_CLOSED, 0,
			     bpf_ktime_get_boot_ns() - connection.start_ns);
	}
	return 0;
}

#endif /* PROBE_NET_STATES_BPF_H */
