// SPDX-License-Identifier: Apache-2.0
/*
 * What the network connections of this machine do, and whose they are.
 *
 * Who is told as the one who did it is who made the call, found again by the socket; never the
 * task that happened to run when a packet came in.
 */
#include "syscalls.bpf.h"
#include "traffic.bpf.h"
#include "fentry.bpf.h"
#include "kprobe.bpf.h"

PROBE_RECORD(net_connect);
PROBE_RECORD(net_accept);
PROBE_RECORD(net_close);
PROBE_RECORD(net_listen);
PROBE_RECORD(net_bind);
PROBE_RECORD(net_datagram);
PROBE_RECORD(net_retransmit);
PROBE_RECORD(net_state);
PROBE_EVENT_TYPES(net_event_type);
PROBE_ENUM(net_family);
PROBE_ENUM(net_protocol);
PROBE_ENUM(net_tcp_state);
PROBE_ENUM(net_result);
PROBE_ENUM(net_ending);
