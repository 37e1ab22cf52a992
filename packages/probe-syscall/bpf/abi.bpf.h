/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of a call by its number, in the two ABIs that a kernel has. */
#ifndef PROBE_SYSCALL_ABI_BPF_H
#define PROBE_SYSCALL_ABI_BPF_H

#include <probekit/probe.bpf.h>
#include "syscall.h"

#if defined(__TARGET_ARCH_x86)
#define NATIVE_ABI SYSCALL_ABI_X86_64
#define COMPAT_ABI SYSCALL_ABI_I386
#define NR_EXECVE 59
#define NR_EXECVEAT 322
#define NR_EXIT 60
#define NR_EXIT_GROUP 231
#define COMPAT_NR_EXECVE 11
#define COMPAT_NR_EXECVEAT 358
#define COMPAT_NR_EXIT 1
#define COMPAT_NR_EXIT_GROUP 252
#elif defined(__TARGET_ARCH_arm64)
#define NATIVE_ABI SYSCALL_ABI_ARM64
#define COMPAT_ABI SYSCALL_ABI_ARM
#define NR_EXECVE 221
#define NR_EXECVEAT 281
#define NR_EXIT 93
#define NR_EXIT_GROUP 94
#define COMPAT_NR_EXECVE 11
#define COMPAT_NR_EXECVEAT 387
#define COMPAT_NR_EXIT 1
#define COMPAT_NR_EXIT_GROUP 248
#endif

/* Calls that end the task and so never end themselves. */
static __always_inline bool never_returns(__u64 id)
{
	return id == SYSCALL_ID(NATIVE_ABI, NR_EXIT) ||
	       id == SYSCALL_ID(NATIVE_ABI, NR_EXIT_GROUP) ||
	       id == SYSCALL_ID(COMPAT_ABI, COMPAT_NR_EXIT) ||
	       id == SYSCALL_ID(COMPAT_ABI, COMPAT_NR_EXIT_GROUP);
}

/* Calls after which, if they succeed, the memory is another program's. */
static __always_inline bool replaces_memory(__u64 id)
{
	return id == SYSCALL_ID(NATIVE_ABI, NR_EXECVE) ||
	       id == SYSCALL_ID(NATIVE_ABI, NR_EXECVEAT) ||
	       id == SYSCALL_ID(COMPAT_ABI, COMPAT_NR_EXECVE) ||
	       id == SYSCALL_ID(COMPAT_ABI, COMPAT_NR_EXECVEAT);
}

static __always_inline bool is_error(__s64 ret)
{
	return ret < 0 && ret >= -4095;
}

/* The arguments of the call that begins; of the 32-bit ABI they are 32 bits. */
static __always_inline void read_registers(__u64 *raw, struct pt_regs *regs, bool compat)
{
#if defined(__TARGET_ARCH_x86)
	if (compat) {
		raw[0] = (__u32)regs->bx;
		raw[1] = (__u32)regs->cx;
		raw[2] = (__u32)regs->dx;
		raw[3] = (__u32)regs->si;
		raw[4] = (__u32)regs->di;
		raw[5] = (__u32)regs->bp;
		return;
	}
	raw[0] = regs->di;
	raw[1] = regs->si;
	raw[2] = regs->dx;
	raw[3] = regs->r10;
	raw[4] = regs->r8;
	raw[5] = regs->r9;
#elif defined(__TARGET_ARCH_arm64)
	raw[0] = compat ? (__u32)regs->orig_x0 : regs->orig_x0;
	raw[1] = compat ? (__u32)regs->regs[1] : regs->regs[1];
	raw[2] = compat ? (__u32)regs->regs[2] : regs->regs[2];
	raw[3] = compat ? (__u32)regs->regs[3] : regs->regs[3];
	raw[4] = compat ? (__u32)regs->regs[4] : regs->regs[4];
	raw[5] = compat ? (__u32)regs->regs[5] : regs->regs[5];
#endif
}

#endif /* PROBE_SYSCALL_ABI_BPF_H */
