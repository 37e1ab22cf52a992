/* SPDX-License-Identifier: Apache-2.0 */
/* Tells of what has happened, where the options ask for it. */
#ifndef PROBE_NET_REPORT_BPF_H
#define PROBE_NET_REPORT_BPF_H

#include "bytes.bpf.h"
#include "match.bpf.h"

#define EPIPE 32
#define ENETDOWN 100
#define ENETUNREACH 101
#define ECONNRESET 104
#define ETIMEDOUT 110
#define ECONNREFUSED 111
#define EHOSTDOWN 112
#define EHOSTUNREACH 113

static __always_inline bool is_unreachable(int error)
{
	return error == ENETUNREACH || error == EHOSTUNREACH || error == ENETDOWN ||
	       error == EHOSTDOWN;
}

static __always_inline enum net_result result_of(int error)
{
	if (is_unreachable(error))
		return NET_RESULT_UNREACHABLE;
	switch (error) {
	case 0:
		return NET_RESULT_ESTABLISHED;
	case ECONNREFUSED:
		return NET_RESULT_REFUSED;
	case ECONNRESET:
		return NET_RESULT_RESET;
	case ETIMEDOUT:
		return NET_RESULT_TIMED_OUT;
	default:
		return NET_RESULT_FAILED;
	}
}

/* Of a connection whose socket has an error. A reset after the other end's FIN is EPIPE. */
static __always_inline enum net_ending ending_of(int error)
{
	if (is_unreachable(error))
		return NET_ENDING_UNREACHABLE;
	switch (error) {
	case ECONNRESET:
	case EPIPE:
		return NET_ENDING_RESET;
	case ETIMEDOUT:
		return NET_ENDING_TIMED_OUT;
	default:
		return NET_ENDING_FAILED;
	}
}

/* A record for what the probe's own filters let pass, with all but its context and what is its own. */
#define net_event(type, number, ends)                                                              \
	({                                                                                         \
		const struct net_endpoints *__ends = ends;                                         \
		type *__event = matches(__ends) ? probe_reserve(type) : NULL;                      \
                                                                                                   \
		if (__event) {                                                                     \
			probe_fill_header(&__event->header, number);                               \
			__event->endpoints = *__ends;                                              \
		}                                                                                  \
		__event;                                                                           \
	})

static __always_inline void tell_connect(const struct probe_context *owner,
					 const struct net_endpoints *ends, enum net_result result,
					 int error, __u64 latency_ns)
{
	struct net_connect *event = net_event(struct net_connect, NET_EVENT_CONNECT, ends);

	if (!event)
		return;
	event->context = *owner;
	event->latency_ns = latency_ns;
	event->ret = -error;
	event->result = result;
	probe_submit(event);
}

static __always_inline void tell_accept(const struct probe_context *owner,
					const struct net_endpoints *ends)
{
	struct net_accept *event = net_event(struct net_accept, NET_EVENT_ACCEPT, ends);

	if (!event)
		return;
	event->context = *owner;
	probe_submit(event);
}

static __always_inline void tell_close(struct sock *sk, struct connection *connection,
				       enum net_ending ending, int error)
{
	struct net_endpoints ends;
	struct net_close *event;

	if (!connection->wanted)
		return;
	endpoints_of(sk, &ends);
	event = net_event(struct net_close, NET_EVENT_CLOSE, &ends);
	if (!event)
		return;
	event->context = connection->owner;
	event->duration_ns = event->header.time_ns - connection->start_ns;
	event->sent_bytes = bytes_sent(sk, connection);
	event->received_bytes = bytes_received(sk);
	event->ret = -error;
	event->ending = ending;
	probe_submit(event);
}

static __always_inline void tell_listen(const struct net_endpoints *ends, int backlog, int ret)
{
	struct net_listen *event = net_event(struct net_listen, NET_EVENT_LISTEN, ends);

	if (!event)
		return;
	probe_fill_context(&event->context);
	event->backlog = backlog;
	event->ret = ret;
	probe_submit(event);
}

static __always_inline void tell_bind(const struct net_endpoints *ends, int ret)
{
	struct net_bind *event = net_event(struct net_bind, NET_EVENT_BIND, ends);

	if (!event)
		return;
	probe_fill_context(&event->context);
	event->ret = ret;
	event->reserved = 0;
	probe_submit(event);
}

static __always_inline void tell_datagram(__u16 type, const struct net_endpoints *ends, __u64 bytes)
{
	struct net_datagram *event = net_event(struct net_datagram, type, ends);

	if (!event)
		return;
	probe_fill_context(&event->context);
	event->bytes = bytes;
	probe_submit(event);
}

static __always_inline void tell_retransmit(struct sock *sk, struct connection *connection)
{
	struct net_endpoints ends;
	struct net_retransmit *event;

	if (!connection->wanted)
		return;
	endpoints_of(sk, &ends);
	event = net_event(struct net_retransmit, NET_EVENT_RETRANSMIT, &ends);
	if (!event)
		return;
	event->context = connection->owner;
	event->state = BPF_CORE_READ(sk, __sk_common.skc_state);
	event->reserved = 0;
	probe_submit(event);
}

/* `owner` NULL: it is the current task's doing. */
static __always_inline void tell_state(struct sock *sk, const struct probe_context *owner,
				       int old_state, int new_state)
{
	struct net_endpoints ends;
	struct net_state *event;

	endpoints_of(sk, &ends);
	event = net_event(struct net_state, NET_EVENT_STATE, &ends);
	if (!event)
		return;
	if (owner)
		event->context = *owner;
	else
		probe_fill_context(&event->context);
	event->old_state = old_state;
	event->new_state = new_state;
	probe_submit(event);
}

#endif /* PROBE_NET_REPORT_BPF_H */
