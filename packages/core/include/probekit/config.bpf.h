/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the session sets before it loads an object. All of it is read-only data, whose values
 * the verifier knows: what is switched off is removed from the loaded program.
 */
#ifndef PROBEKIT_CONFIG_BPF_H
#define PROBEKIT_CONFIG_BPF_H

struct probekit_config {
	__u16 probe;          /* for struct probe_header */
	__u16 namespaces;     /* fill in cgroup_id and the namespace fields of the context */
	__u32 filter_enabled; /* bits of enum probekit_filter_kind */
	__u32 filter_negated;
	__u32 pid_ns;       /* the pid namespace that the session's process ids are of */
	__u32 pid_ns_level; /* how deep that is; 0 is the host's, where `pid_ns` is not looked at */
	__u32 cgroups;      /* entries of probekit_cgroups for the filter `cgroup` ... */
	__u32 containers;   /* ... and, behind them, for the filter `container` */
	__u32 scope;        /* enum probekit_scope: what the probe is about */
	__u64 events_off;   /* by event number: not wanted in this session */
};

const volatile struct probekit_config probekit_config = {};

/*
 * Whether the session wants the event, or the table, of this number (below 64). Records of
 * others are never begun; ask before work that only they need, which is then removed.
 */
static __always_inline bool probe_event_wanted(__u16 event)
{
	return event >= 64 || !(probekit_config.events_off >> event & 1);
}

/*
 * Types that occur only on the wire are not in an object's BTF by themselves.
 * These show user space the struct of a record, the enum of a probe's event types, and any
 * other enum whose names an event gives.
 */
#define PROBE_RECORD(type) const struct type *const volatile probekit_record_##type = 0
#define PROBE_EVENT_TYPES(type) const volatile enum type probekit_event_types = 0
#define PROBE_ENUM(type) const volatile enum type probekit_enum_##type = 0

#endif /* PROBEKIT_CONFIG_BPF_H */
