/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question for every probe: does this session want events whose subject is the current
 * task? Programs ask it first, before any other work. A kind of filter that is off costs
 * nothing, since the verifier removes it.
 */
#ifndef PROBEKIT_FILTER_BPF_H
#define PROBEKIT_FILTER_BPF_H

#include "config.bpf.h"
#include "task.bpf.h"
#include "wire.h"

enum probekit_filter_kind {
	PROBEKIT_FILTER_PID,
	PROBEKIT_FILTER_TID,
	PROBEKIT_FILTER_PPID,
	PROBEKIT_FILTER_UID,
	PROBEKIT_FILTER_GID,
	PROBEKIT_FILTER_COMM,
	PROBEKIT_FILTER_CGROUP,
	PROBEKIT_FILTER_PID_NS,
	PROBEKIT_FILTER_MNT_NS,
	PROBEKIT_FILTER_FOLLOW, /* the followed process tree, not a set of values */
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

/* Processes (by tgid) of the followed tree. The session's own programs keep it. */
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

/* Listed and not negated, or not listed and negated. */
static __always_inline bool probekit_filter_passes(struct probekit_filter_key *key)
{
	bool listed = bpf_map_lookup_elem(&probekit_filter_set, key);

	return listed != !!(probekit_config.filter_negated & (1U << key->kind));
}

static __always_inline bool probekit_filter_id(enum probekit_filter_kind kind, __u64 id)
{
	struct probekit_filter_key key;

	/* All of it is hashed; an initialiser would leave half of the union as it was. */
	__builtin_memset(&key, 0, sizeof(key));
	key.kind = kind;
	key.id = id;
	return probekit_filter_passes(&key);
}

static __always_inline bool probekit_filter_comm(void)
{
	struct probekit_filter_key key = {};

	key.kind = PROBEKIT_FILTER_COMM;
	bpf_get_current_comm(key.comm, sizeof(key.comm));
	return probekit_filter_passes(&key);
}

/*
 * Whether the session wants events of the current task, under a thread id that it may no
 * longer have: an exec gives every thread its leader's.
 */
static __always_inline bool probe_filter_as(__u32 tid)
{
	__u32 pid = bpf_get_current_pid_tgid() >> 32;
	__u64 uid_gid;

	if (!probekit_config.filter_enabled)
		return true;

	if (probekit_filter_on(PROBEKIT_FILTER_FOLLOW) &&
	    !bpf_map_lookup_elem(&probekit_followed, &pid))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_PID) &&
	    !probekit_filter_id(PROBEKIT_FILTER_PID, pid))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_TID) &&
	    !probekit_filter_id(PROBEKIT_FILTER_TID, tid))
		return false;

	uid_gid = bpf_get_current_uid_gid();
	if (probekit_filter_on(PROBEKIT_FILTER_UID) &&
	    !probekit_filter_id(PROBEKIT_FILTER_UID, (__u32)uid_gid))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_GID) &&
	    !probekit_filter_id(PROBEKIT_FILTER_GID, uid_gid >> 32))
		return false;

	if (probekit_filter_on(PROBEKIT_FILTER_COMM) && !probekit_filter_comm())
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_PPID) &&
	    !probekit_filter_id(PROBEKIT_FILTER_PPID, probe_ppid(probe_current())))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_CGROUP) &&
	    !probekit_filter_id(PROBEKIT_FILTER_CGROUP, bpf_get_current_cgroup_id()))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_PID_NS) &&
	    !probekit_filter_id(PROBEKIT_FILTER_PID_NS, probe_pid_ns(probe_current())))
		return false;
	if (probekit_filter_on(PROBEKIT_FILTER_MNT_NS) &&
	    !probekit_filter_id(PROBEKIT_FILTER_MNT_NS, probe_mnt_ns(probe_current())))
		return false;
	return true;
}

/* Whether the session wants events of the current task. */
static __always_inline bool probe_filter(void)
{
	return probe_filter_as((__u32)bpf_get_current_pid_tgid());
}

#endif /* PROBEKIT_FILTER_BPF_H */
