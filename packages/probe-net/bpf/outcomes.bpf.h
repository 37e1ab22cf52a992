/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a task has done to a socket, once the call is over. How that is seen differs by plan. Global
 * functions, which a program that has several of these calls is verified with once.
 */
#ifndef PROBE_NET_OUTCOMES_BPF_H
#define PROBE_NET_OUTCOMES_BPF_H

#include "states.bpf.h"

#define EINTR 4
#define EISCONN 106
#define EALREADY 114
#define EINPROGRESS 115
#define ERESTARTSYS 512
#define ERESTART_RESTARTBLOCK 516

/* Whether a connect that has begun nothing has failed to, rather than found one under way. */
static __always_inline bool is_refusal(int ret)
{
	int error = -ret;

	if (error >= ERESTARTSYS && error <= ERESTART_RESTARTBLOCK)
		return false;
	return error > 0 && error != EINPROGRESS && error != EALREADY && error != EISCONN &&
	       error != EINTR;
}

/* Tells of a connect that has sent nothing: to where, only its argument says. */
static __always_inline void tell_refusal(struct sock *sk, enum memory memory, const void *name,
					 __u64 start_ns, int ret)
{
	struct net_endpoints ends;
	struct probe_context owner;

	endpoints_of(sk, &ends);
	ends.remote = (struct net_address){};
	ends.remote_port = 0;
	read_sockaddr(memory, name, &ends.remote, &ends.remote_port);
	probe_fill_context(&owner);
	tell_connect(&owner, &ends, result_of(-ret), -ret,
		     start_ns ? bpf_ktime_get_boot_ns() - start_ns : 0);
}

/*
 * connect() has returned. Most of what it says, states.bpf.h has told already: what is left are
 * the failures before the first packet, and those inside of the call.
 */
__noinline int connect_returned(__u64 socket, __u32 memory, __u64 name, int ret)
{
	struct sock *sk = (struct sock *)socket;
	struct connection *connection;
	__u64 start_ns = 0;

	if (protocol_of(sk) != NET_PROTOCOL_TCP)
		return 0;
	connection = any_connection_of(sk);
	if (connection) {
		bool in_call = connection->in_call;

		connection->in_call = 0;
		/* The kernel has skipped, and counted, the program that would have told this. */
		if (connection->phase == PHASE_CONNECTING && is_refusal(ret) &&
		    BPF_CORE_READ(sk, __sk_common.skc_state) == NET_TCP_STATE_CLOSE)
			connection->phase = PHASE_UNTOLD;
		if (connection->phase <= PHASE_ESTABLISHED)
			return 0;
		if (connection->phase == PHASE_FAILED) {
			/* A later call has still to return the error of one that did not wait. */
			if (!in_call || ret != -EINPROGRESS)
				forget(sk);
			return 0;
		}
		start_ns = connection->start_ns;
		forget(sk);
	}
	if (is_refusal(ret) && probe_filter())
		tell_refusal(sk, memory, (const void *)name, start_ns, ret);
	return 0;
}

/* accept() has returned a connection; it can have ended while it waited for that. */
__noinline int accepted(__u64 socket)
{
	struct sock *sk = (struct sock *)socket;
	struct connection connection = {
		.start_ns = bpf_ktime_get_boot_ns(),
		.phase = PHASE_ESTABLISHED,
	};
	struct net_endpoints ends;
	int error;

	if (protocol_of(sk) != NET_PROTOCOL_TCP)
		return 0;
	endpoints_of(sk, &ends);
	connection.local_port = ends.local_port;
	connection.remote_port = ends.remote_port;
	make(&connection);
	if (connection.wanted)
		tell_accept(&connection.owner, &ends);
	if (!remember(sk, &connection))
		return 0;
	error = BPF_CORE_READ(sk, sk_err);
	if (BPF_CORE_READ(sk, __sk_common.skc_state) == NET_TCP_STATE_CLOSE && forget(sk))
		tell_close(sk, &connection, error ? ending_of(error) : NET_ENDING_ABORTED, error);
	return 0;
}

__noinline int listen_returned(__u64 socket, int backlog, int ret)
{
	struct sock *sk = (struct sock *)socket;
	struct net_endpoints ends;

	if (!probe_filter() || protocol_of(sk) != NET_PROTOCOL_TCP)
		return 0;
	endpoints_of(sk, &ends);
	tell_listen(&ends, backlog, ret);
	return 0;
}

/* A bind that has failed has left the socket as it was: what was asked for is in its argument. */
__noinline int bind_returned(__u64 socket, __u32 memory, __u64 name, int ret)
{
	struct sock *sk = (struct sock *)socket;
	struct net_endpoints ends;

	if (!probe_filter() || !protocol_of(sk))
		return 0;
	endpoints_of(sk, &ends);
	if (ret)
		read_sockaddr(memory, (const void *)name, &ends.local, &ends.local_port);
	tell_bind(&ends, ret);
	return 0;
}

#endif /* PROBE_NET_OUTCOMES_BPF_H */
