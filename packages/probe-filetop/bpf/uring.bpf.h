/* SPDX-License-Identifier: Apache-2.0 */
/* Reads and writes through io_uring, when they have ended: Linux 5.19 and later say which. */
#ifndef PROBE_FILETOP_URING_BPF_H
#define PROBE_FILETOP_URING_BPF_H

#include "calls.bpf.h"
#include "rows.bpf.h"

/* enum io_uring_op (include/uapi/linux/io_uring.h). */
static __always_inline enum call call_by_opcode(__u8 opcode)
{
	switch (opcode) {
	case 1:  /* READV */
	case 4:  /* READ_FIXED */
	case 22: /* READ */
	case 60: /* READV_FIXED */
		return CALL_READ;
	case 2:  /* WRITEV */
	case 5:  /* WRITE_FIXED */
	case 23: /* WRITE */
	case 61: /* WRITEV_FIXED */
		return CALL_WRITE;
	case 10: /* RECVMSG */
	case 27: /* RECV */
		return CALL_RECEIVE;
	case 9:  /* SENDMSG */
	case 26: /* SEND */
	case 47: /* SEND_ZC */
	case 48: /* SENDMSG_ZC */
		return CALL_SEND;
	}
	return CALL_OTHER;
}

static __always_inline struct task_struct *request_task(struct io_kiocb *request)
{
	if (bpf_core_field_exists(request->task))
		return BPF_CORE_READ(request, task);
	return BPF_CORE_READ(request, tctx, task);
}

/*
 * Filters are about the current task, which is the one that has asked or a worker of its
 * process. A ring that is torn down can have requests ended for it by others; whether those
 * would have passed a filter is not known.
 */
static __always_inline bool request_passes(__u32 pid)
{
	if (!probekit_config.filter_enabled)
		return true;
	if (bpf_get_current_pid_tgid() >> 32 == pid)
		return probe_filter();
	probe_count_loss(unpaired);
	return false;
}

static __always_inline int request_ends(struct io_kiocb *request)
{
	enum call call = call_by_opcode(BPF_CORE_READ(request, opcode));
	struct moved moved = {};
	struct task_struct *task;
	__s32 result;
	__u32 pid;

	if (!request || call == CALL_OTHER || !bpf_core_field_exists(request->cqe))
		return 0;
	result = BPF_CORE_READ(request, cqe.res);
	if (result < 0)
		return 0;
	task = request_task(request);
	pid = BPF_CORE_READ(task, tgid);
	if (!request_passes(pid) || !identify(BPF_CORE_READ(request, file), &moved))
		return 0;
	set_subject(&moved, pid, BPF_CORE_READ(task, pid));
	if (call == CALL_READ || call == CALL_RECEIVE)
		count_read(&moved, task, result);
	else
		count_write(&moved, task, result);
	return 0;
}

/* The ring is named as well, so that none but the request can be taken for it. */
PROBE_ARG(on_request, ring);
PROBE_ARG(on_request, request);

SEC("tp_btf/io_uring_complete")
int on_request(__u64 *ctx)
{
	return request_ends((struct io_kiocb *)ARG(on_request, request));
}

/* The same where both are pointers without a type: to Linux 6.12 at least. */
PROBE_ARG(on_request_untyped, ring);
PROBE_ARG(on_request_untyped, request);

SEC("tp_btf/io_uring_complete")
int on_request_untyped(__u64 *ctx)
{
	return request_ends((struct io_kiocb *)ARG(on_request_untyped, request));
}

#endif /* PROBE_FILETOP_URING_BPF_H */
