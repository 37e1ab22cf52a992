/* SPDX-License-Identifier: Apache-2.0 */
/* The system calls on sockets, by their numbers. */
#ifndef PROBE_NET_CALLS_BPF_H
#define PROBE_NET_CALLS_BPF_H

#include <probekit/probe.bpf.h>

enum call {
	CALL_OTHER,
	CALL_CONNECT,
	CALL_ACCEPT,
	CALL_LISTEN,
	CALL_BIND,
	CALL_SENDTO,
	CALL_SENDMSG,
	CALL_SENDMMSG,
	CALL_WRITE,
	CALL_RECVFROM,
	CALL_RECVMSG,
	CALL_RECVMMSG,
	CALL_READ,
};

static __always_inline enum call call_by_number(long number)
{
	switch (number) {
#if defined(__TARGET_ARCH_x86)
	case 42:
		return CALL_CONNECT;
	case 43:  /* accept */
	case 288: /* accept4 */
		return CALL_ACCEPT;
	case 50:
		return CALL_LISTEN;
	case 49:
		return CALL_BIND;
	case 44:
		return CALL_SENDTO;
	case 46:
		return CALL_SENDMSG;
	case 307:
		return CALL_SENDMMSG;
	case 1:  /* write */
	case 20: /* writev */
		return CALL_WRITE;
	case 45:
		return CALL_RECVFROM;
	case 47:
		return CALL_RECVMSG;
	case 299:
		return CALL_RECVMMSG;
	case 0:  /* read */
	case 19: /* readv */
		return CALL_READ;
#elif defined(__TARGET_ARCH_arm64)
	case 203:
		return CALL_CONNECT;
	case 202: /* accept */
	case 242: /* accept4 */
		return CALL_ACCEPT;
	case 201:
		return CALL_LISTEN;
	case 200:
		return CALL_BIND;
	case 206:
		return CALL_SENDTO;
	case 211:
		return CALL_SENDMSG;
	case 269:
		return CALL_SENDMMSG;
	case 64: /* write */
	case 66: /* writev */
		return CALL_WRITE;
	case 207:
		return CALL_RECVFROM;
	case 212:
		return CALL_RECVMSG;
	case 243:
		return CALL_RECVMMSG;
	case 63: /* read */
	case 65: /* readv */
		return CALL_READ;
#endif
	}
	return CALL_OTHER;
}

/* The call that the current task is in; CALL_OTHER in 32-bit programs, whose numbers differ. */
static __always_inline enum call current_call(struct pt_regs *regs)
{
	enum call call = call_by_number(probe_direct_syscall_number(regs));

	return call != CALL_OTHER && probe_direct_syscall_is_32_bit() ? CALL_OTHER : call;
}

#endif /* PROBE_NET_CALLS_BPF_H */
