/* SPDX-License-Identifier: Apache-2.0 */
/* The event of an open that has ended. */
#ifndef PROBE_OPEN_REPORT_BPF_H
#define PROBE_OPEN_REPORT_BPF_H

#include "paths.bpf.h"

const volatile bool successful_opens = true;
const volatile bool failed_opens = true;

static __always_inline bool result_wanted(long ret)
{
	return ret < 0 ? failed_opens : successful_opens;
}

/* Fills in and sends a record that was begun, and that has its name. */
static __always_inline void report(struct probe_scratch *scratch, struct request *request,
				   enum open_call call, long ret, int fd)
{
	struct open_opened *event = (struct open_opened *)scratch->record;
	struct open_how *how = &request->how;
	bool creates = how->flags & (O_CREAT | O_TMPFILE_BIT);
	bool resolves = call == OPEN_CALL_OPENAT2 || call == OPEN_CALL_IO_URING;

	probe_fill_context(&event->context);
	event->ret = ret;
	event->fd = fd;
	event->call = call;
	event->flags = how->flags;
	event->mode = creates ? (__u16)how->mode : OPEN_NONE;
	event->resolve = resolves ? (__u32)how->resolve : OPEN_NONE;
	event->path = path_of(scratch, request, event->name, fd);
	probe_record_submit(scratch);
}

#endif /* PROBE_OPEN_REPORT_BPF_H */
