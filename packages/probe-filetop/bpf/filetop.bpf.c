// SPDX-License-Identifier: Apache-2.0
/*
 * Reads and writes of files, counted by file and thread: calls, and the bytes that were moved,
 * which is what the calls have returned and not what they asked for.
 */
#include "exits.bpf.h"
#include "functions.bpf.h"
#include "uring.bpf.h"

PROBE_EVENT_TYPES(filetop_event_type);
PROBE_ENUM(filetop_type);
