// SPDX-License-Identifier: Apache-2.0
/* Calls that flush files to disk, and how long they took. */
#include "tracepoints.bpf.h"
#include "functions.bpf.h"

PROBE_RECORD(sync_flushed);
PROBE_EVENT_TYPES(sync_event_type);
PROBE_ENUM(sync_call);
