// SPDX-License-Identifier: Apache-2.0
/*
 * Files that are created and deleted while watching.
 *
 * A file is remembered by what identifies its inode, so that renames and further links need
 * no attention: it is gone when a call that removes names leaves it without any.
 */
#include "tracepoints.bpf.h"
#include "functions.bpf.h"

PROBE_RECORD(filelife_deleted);
PROBE_EVENT_TYPES(filelife_event_type);
PROBE_ENUM(filelife_operation);
PROBE_ENUM(filelife_kind);
