// SPDX-License-Identifier: Apache-2.0
/*
 * One empty program for each way of attaching, for `probe doctor` to load and attach one by
 * one. What they are attached to exists in every kernel from 5.10 on.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

/* Created with the object, whichever programs are loaded. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 65536);
} ring SEC(".maps");

#define EMPTY(name, section)                                                                       \
	SEC(section)                                                                               \
	int name(void *ctx)                                                                        \
	{                                                                                          \
		return 0;                                                                          \
	}

EMPTY(on_tracepoint, "tracepoint/syscalls/sys_exit_close")
EMPTY(on_raw_tracepoint, "raw_tracepoint/sched_process_exit")
EMPTY(on_btf_tracepoint, "tp_btf/sched_process_exit")
EMPTY(on_fentry, "fentry/vfs_unlink")
EMPTY(on_fexit, "fexit/vfs_unlink")
EMPTY(on_kprobe, "kprobe/vfs_unlink")
EMPTY(on_uprobe, "uprobe")
EMPTY(on_lsm, "lsm/file_open")
