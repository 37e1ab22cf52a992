/* SPDX-License-Identifier: Apache-2.0 */
/* The system calls that create and delete files. */
#ifndef PROBE_FILELIFE_CALLS_BPF_H
#define PROBE_FILELIFE_CALLS_BPF_H

#include <probekit/probe.bpf.h>

enum call {
	CALL_OTHER,
	CALL_OPEN,   /* flags are argument 1 */
	CALL_OPENAT, /* flags are argument 2 */
	CALL_CREATE, /* creat, and openat2, whose flags are in memory */
	CALL_MAKE,   /* gives no descriptor */
	CALL_UNLINK, /* from here on: may delete */
	CALL_UNLINKAT,
	CALL_RMDIR,
	CALL_RENAME,
	CALL_RENAMEAT,
	CALL_CLOSE,
};

static __always_inline enum call call_by_number(long number)
{
	switch (number) {
#if defined(__TARGET_ARCH_x86)
	case 2:
		return CALL_OPEN;
	case 257:
		return CALL_OPENAT;
	case 85:  /* creat */
	case 437: /* openat2 */
		return CALL_CREATE;
	case 49:  /* bind, to a path */
	case 83:  /* mkdir */
	case 88:  /* symlink */
	case 133: /* mknod */
	case 258: /* mkdirat */
	case 259: /* mknodat */
	case 266: /* symlinkat */
		return CALL_MAKE;
	case 87:
		return CALL_UNLINK;
	case 263:
		return CALL_UNLINKAT;
	case 84:
		return CALL_RMDIR;
	case 82:
		return CALL_RENAME;
	case 264: /* renameat */
	case 316: /* renameat2 */
		return CALL_RENAMEAT;
	case 3:
		return CALL_CLOSE;
#elif defined(__TARGET_ARCH_arm64)
	case 56:
		return CALL_OPENAT;
	case 437: /* openat2 */
		return CALL_CREATE;
	case 33:  /* mknodat */
	case 34:  /* mkdirat */
	case 36:  /* symlinkat */
	case 200: /* bind, to a path */
		return CALL_MAKE;
	case 35:
		return CALL_UNLINKAT;
	case 38:  /* renameat */
	case 276: /* renameat2 */
		return CALL_RENAMEAT;
	case 57:
		return CALL_CLOSE;
#endif
	}
	return CALL_OTHER;
}

/* The call that the current task is in; CALL_OTHER in 32-bit programs, whose numbers differ. */
static __always_inline enum call current_call(struct pt_regs *regs)
{
	enum call call = call_by_number(probe_syscall_number(regs));

	return call != CALL_OTHER && probe_syscall_is_32_bit() ? CALL_OTHER : call;
}

static __always_inline bool call_renames(enum call call)
{
	return call == CALL_RENAME || call == CALL_RENAMEAT;
}

/* The path whose file a call may have deleted. */
static __always_inline const char *removed_path(struct pt_regs *regs, enum call call)
{
	switch (call) {
	case CALL_UNLINK:
	case CALL_RMDIR:
		return (const char *)probe_syscall_arg(regs, 0);
	case CALL_RENAMEAT:
		return (const char *)probe_syscall_arg(regs, 3);
	default:
		return (const char *)probe_syscall_arg(regs, 1);
	}
}

/* The path that a rename has given up. */
static __always_inline const char *moved_path(struct pt_regs *regs, enum call call)
{
	return (const char *)probe_syscall_arg(regs, call == CALL_RENAMEAT ? 1 : 0);
}

#endif /* PROBE_FILELIFE_CALLS_BPF_H */
