/* SPDX-License-Identifier: Apache-2.0 */
/* The system calls that move bytes from and to files, by their numbers. */
#ifndef PROBE_FILETOP_CALLS_BPF_H
#define PROBE_FILETOP_CALLS_BPF_H

#include <probekit/probe.bpf.h>

const volatile bool all_types = false;

/* By which of its arguments are descriptors. */
enum call {
	CALL_OTHER,
	CALL_READ,     /* reads argument 0 */
	CALL_WRITE,    /* writes argument 0 */
	CALL_SENDFILE, /* writes argument 0, reads argument 1 */
	CALL_SPLICE,   /* reads argument 0, writes argument 2 */
	CALL_RECEIVE,  /* reads argument 0, a socket */
	CALL_SEND,     /* writes argument 0, a socket */
	CALL_TEE,      /* reads argument 0, writes argument 1, both pipes */
};

/* Between sockets, or pipes, alone nothing moves that is counted by default. */
static __always_inline bool is_counted(enum call call)
{
	return call != CALL_OTHER && (all_types || call < CALL_RECEIVE);
}

static __always_inline enum call call_by_number(long number)
{
	switch (number) {
#if defined(__TARGET_ARCH_x86)
	case 0:   /* read */
	case 17:  /* pread64 */
	case 19:  /* readv */
	case 295: /* preadv */
	case 327: /* preadv2 */
		return CALL_READ;
	case 1:   /* write */
	case 18:  /* pwrite64 */
	case 20:  /* writev */
	case 296: /* pwritev */
	case 328: /* pwritev2 */
		return CALL_WRITE;
	case 40:
		return CALL_SENDFILE;
	case 275: /* splice */
	case 326: /* copy_file_range */
		return CALL_SPLICE;
	case 45: /* recvfrom */
	case 47: /* recvmsg */
		return CALL_RECEIVE;
	case 44: /* sendto */
	case 46: /* sendmsg */
		return CALL_SEND;
	case 276:
		return CALL_TEE;
#elif defined(__TARGET_ARCH_arm64)
	case 63:  /* read */
	case 65:  /* readv */
	case 67:  /* pread64 */
	case 69:  /* preadv */
	case 286: /* preadv2 */
		return CALL_READ;
	case 64:  /* write */
	case 66:  /* writev */
	case 68:  /* pwrite64 */
	case 70:  /* pwritev */
	case 287: /* pwritev2 */
		return CALL_WRITE;
	case 71:
		return CALL_SENDFILE;
	case 76:  /* splice */
	case 285: /* copy_file_range */
		return CALL_SPLICE;
	case 207: /* recvfrom */
	case 212: /* recvmsg */
		return CALL_RECEIVE;
	case 206: /* sendto */
	case 211: /* sendmsg */
		return CALL_SEND;
	case 77:
		return CALL_TEE;
#endif
	}
	return CALL_OTHER;
}

/* By the numbers of i386 (arch/x86/entry/syscalls/syscall_32.tbl). */
static __always_inline enum call call_by_number_32(long number)
{
	switch (number) {
#if defined(__TARGET_ARCH_x86)
	case 3:   /* read */
	case 145: /* readv */
	case 180: /* pread64 */
	case 333: /* preadv */
	case 378: /* preadv2 */
		return CALL_READ;
	case 4:   /* write */
	case 146: /* writev */
	case 181: /* pwrite64 */
	case 334: /* pwritev */
	case 379: /* pwritev2 */
		return CALL_WRITE;
	case 187: /* sendfile */
	case 239: /* sendfile64 */
		return CALL_SENDFILE;
	case 313: /* splice */
	case 377: /* copy_file_range */
		return CALL_SPLICE;
	case 371: /* recvfrom */
	case 372: /* recvmsg */
		return CALL_RECEIVE;
	case 369: /* sendto */
	case 370: /* sendmsg */
		return CALL_SEND;
	case 315:
		return CALL_TEE;
#endif
	}
	return CALL_OTHER;
}

/*
 * `regs` has its BTF type; NULL where there is none to be had. In a call of the 32-bit ABI
 * arguments are in other registers.
 */
static __always_inline __s32 descriptor(struct pt_regs *regs, bool is_32_bit, int index)
{
	if (!regs)
		return probe_syscall_arg(probe_user_regs(), index);
	return is_32_bit ? probe_direct_syscall_arg_32(regs, index)
			 : probe_direct_syscall_arg(regs, index);
}

#define NO_FD (-1)

/* The descriptors that a call reads and writes; NO_FD where it does not. */
struct descriptors {
	__s32 read;
	__s32 written;
};

static __always_inline struct descriptors call_descriptors(enum call call, struct pt_regs *regs,
							   bool is_32_bit)
{
	struct descriptors fds = { .read = NO_FD, .written = NO_FD };

	switch (call) {
	case CALL_READ:
	case CALL_RECEIVE:
		fds.read = descriptor(regs, is_32_bit, 0);
		break;
	case CALL_WRITE:
	case CALL_SEND:
		fds.written = descriptor(regs, is_32_bit, 0);
		break;
	case CALL_SENDFILE:
		fds.written = descriptor(regs, is_32_bit, 0);
		fds.read = descriptor(regs, is_32_bit, 1);
		break;
	case CALL_SPLICE:
		fds.read = descriptor(regs, is_32_bit, 0);
		fds.written = descriptor(regs, is_32_bit, 2);
		break;
	case CALL_TEE:
		fds.read = descriptor(regs, is_32_bit, 0);
		fds.written = descriptor(regs, is_32_bit, 1);
		break;
	default:
		break;
	}
	return fds;
}

#endif /* PROBE_FILETOP_CALLS_BPF_H */
