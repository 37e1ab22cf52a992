/* SPDX-License-Identifier: Apache-2.0 */
/* Tells of what has happened, where the options ask for it. */
#ifndef PROBE_NET_REPORT_BPF_H
#define PROBE_NET_REPORT_BPF_H

#include <probekit/sockaddr_args.bpf.h>
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

/* A global function: each event has two ends of two families, and a program many events. */
__noinline int append_end(__u32 scratch_number, __u32 index, __u32 family, __u64 address,
			  __u32 port)
{
	struct probe_scratch *scratch = probekit_scratch_by(scratch_number);

	if (!scratch)
		return 0;
	if (family == NET_FAMILY_IPV4)
		address += offsetof(struct net_address, d);
	probe_arg_inet(scratch, index, family, (const void *)address, bpf_htons(port));
	return 0;
}

static __always_inline bool is_known(const struct net_address *address, __u16 port)
{
	/* An unknown IPv4 address is ::ffff:0.0.0.0. */
	return port || address->a || address->b || address->d;
}

static __always_inline void append_endpoints(struct probe_scratch *scratch,
					     const struct net_endpoints *ends)
{
	const char *protocol = ends->protocol == NET_PROTOCOL_TCP ? "tcp" : "udp";

	probe_args_begin(scratch);
	probe_arg_kernel_str(scratch, NET_ARG_PROTOCOL, protocol, 8);
	append_end(scratch->number, NET_ARG_LOCAL, ends->family, probe_number(&ends->local),
		   ends->local_port);
	if (is_known(&ends->remote, ends->remote_port))
		append_end(scratch->number, NET_ARG_REMOTE, ends->family,
			   probe_number(&ends->remote), ends->remote_port);
}

/* A record for what the session and the probe's own filters let pass. */
static __always_inline struct probe_scratch *begin_event(__u32 bytes, __u16 event,
							 const struct net_endpoints *ends)
{
	if (!probe_event_wanted(event) || !matches(ends))
		return NULL;
	return probe_record_begin(bytes, event);
}

/* `args` is the record's. */
static __always_inline void submit_event(struct probe_scratch *scratch, struct probe_args *args,
					 const struct net_endpoints *ends)
{
	append_endpoints(scratch, ends);
	*args = probe_args_end(scratch);
	probe_record_submit(scratch);
}

static __always_inline void tell_connect(const struct probe_context *owner,
					 const struct net_endpoints *ends, enum net_result result,
					 int error, __u64 latency_ns)
{
	struct probe_scratch *scratch;
	struct net_connect *event;

	scratch = begin_event(sizeof(*event), NET_EVENT_CONNECT, ends);
	if (!scratch)
		return;
	event = (struct net_connect *)scratch->record;
	event->context = *owner;
	event->latency_ns = latency_ns;
	event->ret = -error;
	event->result = result;
	submit_event(scratch, &event->args, ends);
}

static __always_inline void tell_accept(const struct probe_context *owner,
					const struct net_endpoints *ends)
{
	struct probe_scratch *scratch;
	struct net_accept *event;

	scratch = begin_event(sizeof(*event), NET_EVENT_ACCEPT, ends);
	if (!scratch)
		return;
	event = (struct net_accept *)scratch->record;
	event->context = *owner;
	submit_event(scratch, &event->args, ends);
}

static __always_inline void tell_close(struct sock *sk, struct connection *connection,
				       enum net_ending ending, int error)
{
	struct probe_scratch *scratch;
	struct net_endpoints ends;
	struct net_close *event;

	if (!connection->wanted)
		return;
	endpoints_of(sk, &ends);
	scratch = begin_event(sizeof(*event), NET_EVENT_CLOSE, &ends);
	if (!scratch)
		return;
	event = (struct net_close *)scratch->record;
	event->context = connection->owner;
	event->duration_ns = event->header.time_ns - connection->start_ns;
	event->sent_bytes = bytes_sent(sk, connection);
	event->received_bytes = bytes_received(sk);
	event->ret = -error;
	event->ending = ending;
	submit_event(scratch, &event->args, &ends);
}

static __always_inline void tell_listen(const struct net_endpoints *ends, int backlog, int ret)
{
	struct probe_scratch *scratch;
	struct net_listen *event;

	scratch = begin_event(sizeof(*event), NET_EVENT_LISTEN, ends);
	if (!scratch)
		return;
	event = (struct net_listen *)scratch->record;
	probe_fill_context(&event->context);
	event->backlog = backlog;
	event->ret = ret;
	submit_event(scratch, &event->args, ends);
}

static __always_inline void tell_bind(const struct net_endpoints *ends, int ret)
{
	struct probe_scratch *scratch;
	struct net_bind *event;

	scratch = begin_event(sizeof(*event), NET_EVENT_BIND, ends);
	if (!scratch)
		return;
	event = (struct net_bind *)scratch->record;
	probe_fill_context(&event->context);
	event->ret = ret;
	event->reserved = 0;
	submit_event(scratch, &event->args, ends);
}

static __always_inline void tell_datagram(__u16 type, const struct net_endpoints *ends, __u64 bytes)
{
	struct probe_scratch *scratch;
	struct net_datagram *event;

	scratch = begin_event(sizeof(*event), type, ends);
	if (!scratch)
		return;
	event = (struct net_datagram *)scratch->record;
	probe_fill_context(&event->context);
	event->bytes = bytes;
	submit_event(scratch, &event->args, ends);
}

static __always_inline void tell_retransmit(struct sock *sk, struct connection *connection)
{
	struct probe_scratch *scratch;
	struct net_endpoints ends;
	struct net_retransmit *event;

	if (!connection->wanted)
		return;
	endpoints_of(sk, &ends);
	scratch = begin_event(sizeof(*event), NET_EVENT_RETRANSMIT, &ends);
	if (!scratch)
		return;
	event = (struct net_retransmit *)scratch->record;
	event->context = connection->owner;
	event->state = BPF_CORE_READ(sk, __sk_common.skc_state);
	event->reserved = 0;
	submit_event(scratch, &event->args, &ends);
}

/* `owner` NULL: it is the current task's doing. */
static __always_inline void tell_state(struct sock *sk, const struct probe_context *owner,
				       int old_state, int new_state)
{
	struct probe_scratch *scratch;
	struct net_endpoints ends;
	struct net_state *event;

	endpoints_of(sk, &ends);
	scratch = begin_event(sizeof(*event), NET_EVENT_STATE, &ends);
	if (!scratch)
		return;
	event = (struct net_state *)scratch->record;
	if (owner)
		event->context = *owner;
	else
		probe_fill_context(&event->context);
	event->old_state = old_state;
	event->new_state = new_state;
	submit_event(scratch, &event->args, &ends);
}

#endif /* PROBE_NET_REPORT_BPF_H */
