/* SPDX-License-Identifier: Apache-2.0 */
/* What a function was called with, where its end alone does not say that any more. */
#ifndef PROBE_NET_FUNCTION_CALLS_BPF_H
#define PROBE_NET_FUNCTION_CALLS_BPF_H

#include <probekit/probe.bpf.h>

/* Whether this plan's programs at the end of calls can be skipped without the kernel's telling. */
const volatile bool ends_can_be_skipped = false;

/* One can call another: inet_stream_connect() __inet_stream_connect(). */
enum function {
	FUNCTION_CONNECT,
	FUNCTION_FAST_OPEN,
	FUNCTION_ACCEPT,
	FUNCTION_BIND,
	FUNCTION_BIND6,
	FUNCTION_LISTEN,
	FUNCTION_SEND,
	FUNCTION_SEND6,
	FUNCTIONS,
};

struct function_key {
	__u32 tid;
	__u32 function; /* enum function */
};

struct function_call {
	__u64 first;
	__u64 second;
	__u64 wanted; /* passes the session's filters, and nothing but its end tells of it */
};

/*
 * By thread, for the length of the call. Full only when so many threads wait at one moment; a
 * call that finds no room is counted. What a skipped end leaves here, the thread's next call of
 * that function replaces, or its own end takes away.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024); /* the plan's size replaces it */
	__type(key, struct function_key);
	__type(value, struct function_call);
} function_calls SEC(".maps");

static __always_inline struct function_key current_call_of(__u32 function)
{
	return (struct function_key){ (__u32)bpf_get_current_pid_tgid(), function };
}

/* A connection is followed whoever makes it, since it can be handed on. */
static __always_inline bool makes_connection(enum function function)
{
	return function <= FUNCTION_ACCEPT;
}

static __always_inline void count_skipped_end(const struct function_key *key)
{
	struct function_call *call = bpf_map_lookup_elem(&function_calls, key);

	if (call && call->wanted)
		probe_count_loss(unpaired);
}

/* A connect of the current thread has begun: from here on its states tell what becomes of it. */
static __always_inline void connect_needs_no_end(void)
{
	struct function_key key = current_call_of(FUNCTION_CONNECT);
	struct function_call *call;

	if (!ends_can_be_skipped)
		return;
	call = bpf_map_lookup_elem(&function_calls, &key);
	if (call)
		call->wanted = 0;
	key.function = FUNCTION_FAST_OPEN;
	call = bpf_map_lookup_elem(&function_calls, &key);
	if (call)
		call->wanted = 0;
}

static __always_inline int keep_call(enum function function, __u64 first, __u64 second, bool wanted)
{
	struct function_key key = current_call_of(function);
	struct function_call call = { first, second, wanted };

	if (ends_can_be_skipped)
		count_skipped_end(&key);
	if (bpf_map_update_elem(&function_calls, &key, &call, BPF_ANY))
		probe_count_loss(map_full);
	return 0;
}

static __always_inline int function_begins(enum function function, __u64 first, __u64 second)
{
	bool wanted = probe_filter();

	if (!wanted && !makes_connection(function))
		return 0;
	return keep_call(function, first, second, wanted);
}

static __always_inline bool function_ends(enum function function, struct function_call *call)
{
	struct function_key key = current_call_of(function);
	struct function_call *found = bpf_map_lookup_elem(&function_calls, &key);

	if (!found)
		return false;
	*call = *found;
	bpf_map_delete_elem(&function_calls, &key);
	return true;
}

/* What a thread leaves behind that ends: calls whose ends were skipped. */
SEC("tp_btf/sched_process_exit")
int thread_ends(__u64 *ctx)
{
	struct function_key key;

	for (__u32 function = 0; function < FUNCTIONS; function++) {
		key = current_call_of(function);
		if (ends_can_be_skipped)
			count_skipped_end(&key);
		bpf_map_delete_elem(&function_calls, &key);
	}
	return 0;
}

#endif /* PROBE_NET_FUNCTION_CALLS_BPF_H */
