/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All that a probe's .bpf.c includes, but for typed arguments: args.bpf.h, sockaddr_args.bpf.h,
 * struct_args.bpf.h and syscall_args.bpf.h.
 */
#ifndef PROBEKIT_PROBE_BPF_H
#define PROBEKIT_PROBE_BPF_H

#include "vmlinux.bpf.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#include "wire.h"
#include "config.bpf.h"
#include "window.bpf.h"
#include "loss.bpf.h"
#include "ring.bpf.h"
#include "task.bpf.h"
#include "direct.bpf.h"
#include "attach.bpf.h"
#include "process-id.bpf.h"
#include "cgroup.bpf.h"
#include "visibility.bpf.h"
#include "filter.bpf.h"
#include "context.bpf.h"
#include "record.bpf.h"
#include "path.bpf.h"
#include "log.bpf.h"
#include "histogram.bpf.h"
#include "table.bpf.h"

char LICENSE[] SEC("license") = "GPL";

#endif /* PROBEKIT_PROBE_BPF_H */
