/* SPDX-License-Identifier: Apache-2.0 */
/* The system calls that open files, and what they were asked for. */
#ifndef PROBE_OPEN_CALLS_BPF_H
#define PROBE_OPEN_CALLS_BPF_H

#include <probekit/probe.bpf.h>
#include "open.h"

/* include/uapi/asm-generic/fcntl.h, the same on x86-64 and arm64 */
#define O_WRONLY 01
#define O_CREAT 0100
#define O_TRUNC 01000
#define O_TMPFILE_BIT 020000000

#define AT_FDCWD -100
#define RESOLVE_IN_ROOT 0x10

struct open_how {
	__u64 flags;
	__u64 mode;
	__u64 resolve;
};

struct request {
	const char *name; /* the user's; NULL where a handle stands for it */
	struct open_how how;
	int dirfd;
};

/* enum open_call, or -1. */
static __always_inline int call_by_number(long number)
{
	switch (number) {
#if defined(__TARGET_ARCH_x86)
	case 2:
		return OPEN_CALL_OPEN;
	case 85:
		return OPEN_CALL_CREAT;
	case 257:
		return OPEN_CALL_OPENAT;
	case 304:
		return OPEN_CALL_OPEN_BY_HANDLE_AT;
#elif defined(__TARGET_ARCH_arm64)
	case 56:
		return OPEN_CALL_OPENAT;
	case 265:
		return OPEN_CALL_OPEN_BY_HANDLE_AT;
#endif
	case 437:
		return OPEN_CALL_OPENAT2;
	}
	return -1;
}

/* False when what was asked for could not be read. `regs` are an argument of the program. */
static __always_inline bool read_request(struct request *request, struct pt_regs *regs,
					 enum open_call call)
{
	request->dirfd = AT_FDCWD;
	request->how.resolve = 0;
	switch (call) {
	case OPEN_CALL_OPEN:
		request->name = (const char *)probe_direct_syscall_arg(regs, 0);
		request->how.flags = (int)probe_direct_syscall_arg(regs, 1);
		request->how.mode = probe_direct_syscall_arg(regs, 2);
		return true;
	case OPEN_CALL_CREAT:
		request->name = (const char *)probe_direct_syscall_arg(regs, 0);
		request->how.flags = O_CREAT | O_WRONLY | O_TRUNC;
		request->how.mode = probe_direct_syscall_arg(regs, 1);
		return true;
	case OPEN_CALL_OPENAT:
		request->dirfd = probe_direct_syscall_arg(regs, 0);
		request->name = (const char *)probe_direct_syscall_arg(regs, 1);
		request->how.flags = (int)probe_direct_syscall_arg(regs, 2);
		request->how.mode = probe_direct_syscall_arg(regs, 3);
		return true;
	case OPEN_CALL_OPENAT2:
		request->dirfd = probe_direct_syscall_arg(regs, 0);
		request->name = (const char *)probe_direct_syscall_arg(regs, 1);
		return !bpf_probe_read_user(&request->how, sizeof(request->how),
					    (const void *)probe_direct_syscall_arg(regs, 2));
	case OPEN_CALL_OPEN_BY_HANDLE_AT:
		request->name = NULL;
		request->how.flags = (int)probe_direct_syscall_arg(regs, 2);
		request->how.mode = 0;
		return true;
	case OPEN_CALL_IO_URING: /* is no call */
		break;
	}
	return false;
}

#endif /* PROBE_OPEN_CALLS_BPF_H */
