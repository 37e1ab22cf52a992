/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question for every probe: does this session want events whose subject is the current
 * task? Programs ask it first, before any other work. A kind of filter that is off costs
 * nothing, since the verifier removes it: nothing is fetched before it is known to be needed.
 */
#ifndef PROBEKIT_FILTER_BPF_H
#define PROBEKIT_FILTER_BPF_H

#include "cgroup.bpf.h"
#include "config.bpf.h"
#include "process-id.bpf.h"
#include "task.bpf.h"
#include "visibility.bpf.h"
#include "wire.h"

enum probekit_filter_kind {
	/* Lists of values in probekit_filter_set. */
	PROBEKIT_FILTER_PID,
	PROBEKIT_FILTER_TID,
	PROBEKIT_FILTER_PPID,
	PROBEKIT_FILTER_UID,
	PROBEKIT_FILTER_GID,
	PROBEKIT_FILTER_COMM,
	PROBEKIT_FILTER_PID_NS,
	PROBEKIT_FILTER_MNT_NS,
	/* Ranges of probekit_cgroups. */
	PROBEKIT_FILTER_CGROUP,
	PROBEKIT_FILTER_CONTAINER,
	/* Neither. */
	PROBEKIT_FILTER_CONTAINED, /* in a pid namespace that is not the host's */
	PROBEKIT_FILTER_FOLLOW,    /* in the followed process tree */
	PROBEKIT_FILTER_VISIBLE,   /* not hidden */
};

struct probekit_filter_key {
	__u32 kind;
	__u32 reserved;
	union {
		__u64 id;
		char comm[PROBE_COMM_LEN];
	};
};
_Static_assert(sizeof(struct probekit_filter_key) == 24, "struct probekit_filter_key");

/* The values of all lists. Sized by the session to what it puts in; never grows. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, struct probekit_filter_key);
	__type(value, __u8);
} probekit_filter_set SEC(".maps");

/* How a process is in the followed tree. */
enum probekit_followed_as {
	PROBEKIT_FOLLOWED = 1,
	PROBEKIT_STARTER,  /* is not; what it starts will be */
	PROBEKIT_STARTING, /* started by one: will be, from its exec on */
};

/* Processes by the session's ids, enum probekit_followed_as. The session's own programs keep it. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u8);
} probekit_followed SEC(".maps");

static __always_inline bool probekit_filter_on(enum probekit_filter_kind kind)
{
	return probekit_config.filter_enabled & (1U << kind);
}

/* It holds and is not negated, or does not hold and is. */
static __always_inline bool probekit_filter_passes(enum probekit_filter_kind kind, bool holds)
{
	return holds != !!(probekit_config.filter_negated & (1U << kind));
}

static __always_inline bool probekit_filter_id(enum probekit_filter_kind kind, __u64 id)
{
	struct probekit_filter_key key;

	/* All of it is hashed; an initialiser would leave half of the union as it was. */
	__builtin_memset(&key, 0, sizeof(key));
	key.kind = kind;
	key.id = id;
	return probekit_filter_passes(kind, bpf_map_lookup_elem(&probekit_filter_set, &key));
}

static __always_inline bool probekit_filter_comm(void)
{
	struct probekit_filter_key key = {};

	key.kind = PROBEKIT_FILTER_COMM;
	bpf_get_current_comm(key.comm, sizeof(key.comm));
	return probekit_filter_passes(PROBEKIT_FILTER_COMM,
				      bpf_map_lookup_elem(&probekit_filter_set, &key));
}

/*
 * What a process does between fork and exec is its starter's doing. The exec itself is its own:
 * the call is told, and whether it failed.
 */
static __always_inline bool probekit_filter_follow(void)
{
	__u32 pid = probekit_pid();
	__u8 *as = bpf_map_lookup_elem(&probekit_followed, &pid);

	if (!as)
		return false;
	return *as == PROBEKIT_FOLLOWED || (*as == PROBEKIT_STARTING && probe_in_exec());
}

/* 0: under the id that it has. */
static __always_inline bool probekit_filter_tid(__u32 as)
{
	return probekit_filter_id(PROBEKIT_FILTER_TID, as ? probekit_tid_as(as) : probekit_tid());
}

static __always_inline bool probekit_filter_processes(__u32 as_tid)
{
	if (probekit_filter_on(PROBEKIT_FILTER_FOLLOW) && !probekit_filter_follow())
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_PID) &&
	    !probekit_filter_id(PROBEKIT_FILTER_PID, probekit_pid()))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_TID) && !probekit_filter_tid(as_tid))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_PPID) &&
	    !probekit_filter_id(PROBEKIT_FILTER_PPID,
				probekit_pid_of(BPF_CORE_READ(probe_current(), real_parent))))
		return false;
	return true;
}

static __always_inline bool probekit_filter_accounts(void)
{
	if (probekit_filter_on(PROBEKIT_FILTER_UID) &&
	    !probekit_filter_id(PROBEKIT_FILTER_UID, (__u32)bpf_get_current_uid_gid()))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_GID) &&
	    !probekit_filter_id(PROBEKIT_FILTER_GID, bpf_get_current_uid_gid() >> 32))
		return false;
	return true;
}

static __always_inline bool probekit_filter_places(void)
{
	__u32 cgroups = probekit_config.cgroups;

	if (probekit_filter_on(PROBEKIT_FILTER_CONTAINED) &&
	    !probekit_filter_passes(PROBEKIT_FILTER_CONTAINED, probe_pid_ns_level(probe_current())))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_PID_NS) &&
	    !probekit_filter_id(PROBEKIT_FILTER_PID_NS, probe_pid_ns(probe_current())))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_MNT_NS) &&
	    !probekit_filter_id(PROBEKIT_FILTER_MNT_NS, probe_mnt_ns(probe_current())))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_CGROUP) &&
	    !probekit_filter_passes(PROBEKIT_FILTER_CGROUP, probekit_under_cgroup(0, cgroups)))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_CONTAINER) &&
	    !probekit_filter_passes(PROBEKIT_FILTER_CONTAINER,
				    probekit_under_cgroup(cgroups, probekit_config.containers)))
		return false;
	return true;
}

/*
 * Whether the session wants events of the current task, under a thread id that it may no
 * longer have: an exec gives every thread its leader's.
 */
static __always_inline bool probe_filter_as(__u32 tid)
{
	if (!probekit_config.filter_enabled)
		return true;
	if (!probekit_filter_processes(tid) || !probekit_filter_accounts())
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_COMM) && !probekit_filter_comm())
		return false;
	if (!probekit_filter_places())
		return false;
	return !probekit_filter_on(PROBEKIT_FILTER_VISIBLE) || !probekit_is_hidden(probe_current());
}

/* Whether the session wants events of the current task. */
static __always_inline bool probe_filter(void)
{
	return probe_filter_as(0);
}

#endif /* PROBEKIT_FILTER_BPF_H */
