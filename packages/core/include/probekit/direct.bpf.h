/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts of task.bpf.h for programs whose pointers have BTF types (tp_btf, fentry, fexit). They
 * read the kernel's memory directly, in a fraction of the time that a helper's call takes: for
 * programs that every system call passes. What takes no `regs` is for kprobes and tracepoints too.
 */
#ifndef PROBEKIT_DIRECT_BPF_H
#define PROBEKIT_DIRECT_BPF_H

#include "task.bpf.h"

/* As probe_syscall_number(). `regs` is an argument of the program's target. */
static __always_inline long probe_direct_syscall_number(struct pt_regs *regs)
{
#if defined(__TARGET_ARCH_x86)
	return (long)regs->orig_ax;
#elif defined(__TARGET_ARCH_arm64)
	return regs->syscallno;
#endif
}

/* As probe_syscall_arg(). */
static __always_inline unsigned long probe_direct_syscall_arg(struct pt_regs *regs, int index)
{
#if defined(__TARGET_ARCH_x86)
	switch (index) {
	case 0:
		return regs->di;
	case 1:
		return regs->si;
	case 2:
		return regs->dx;
	case 3:
		return regs->r10;
	case 4:
		return regs->r8;
	default:
		return regs->r9;
	}
#elif defined(__TARGET_ARCH_arm64)
	return index ? regs->regs[index] : regs->orig_x0;
#endif
}

/* As probe_syscall_arg_32(). */
static __always_inline __u32 probe_direct_syscall_arg_32(struct pt_regs *regs, int index)
{
#if defined(__TARGET_ARCH_x86)
	switch (index) {
	case 0:
		return regs->bx;
	case 1:
		return regs->cx;
	default:
		return regs->dx;
	}
#elif defined(__TARGET_ARCH_arm64)
	return probe_direct_syscall_arg(regs, index);
#endif
}

/* As probe_user_regs(), with their BTF type, which Linux has a helper for from 5.15 on, or NULL. */
static __always_inline struct pt_regs *probe_direct_user_regs(void)
{
	if (!bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs))
		return NULL;
	return (struct pt_regs *)bpf_task_pt_regs((void *)bpf_get_current_task_btf());
}

/* The current task with its BTF type, which Linux has a helper for from 5.11 on, or NULL. */
static __always_inline struct task_struct *probe_direct_current(void)
{
	if (!bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_get_current_task_btf))
		return NULL;
	return (struct task_struct *)bpf_get_current_task_btf();
}

/* As probe_ppid(), of the current task. */
static __always_inline __u32 probe_direct_ppid(void)
{
	struct task_struct *task = probe_direct_current();

	return task ? task->real_parent->tgid : probe_ppid(probe_current());
}

/* As probe_syscall_is_32_bit(). */
static __always_inline bool probe_direct_syscall_is_32_bit(void)
{
	struct task_struct *task = probe_direct_current();

	if (!task)
		return probe_syscall_is_32_bit();
#if defined(__TARGET_ARCH_x86)
	return task->thread_info.status & 2; /* TS_COMPAT */
#elif defined(__TARGET_ARCH_arm64)
	return task->thread_info.flags & (1UL << 22); /* TIF_32BIT */
#endif
}

/* As probe_file(). */
static __always_inline struct file *probe_direct_file(__u32 fd)
{
	struct task_struct *task = probe_direct_current();
	struct fdtable *table;
	struct file *file = NULL;

	if (!task)
		return probe_file(fd);
	table = task->files->fdt;
	if (fd < table->max_fds)
		bpf_probe_read_kernel(&file, sizeof(file), table->fd + fd);
	return file;
}

/* By one bit of a descriptor. The barrier keeps the branch, which is arithmetic otherwise. */
#define PROBEKIT_STEP(slot, fd, bit)                                                               \
	if ((fd) & (bit)) {                                                                        \
		barrier_var(slot);                                                                 \
		slot += (bit);                                                                     \
	}

/*
 * As probe_direct_file(), with its BTF type, as long as the task has never had descriptors above
 * 63; NULL otherwise. Such a pointer can be had only of an array inside of a struct, and only at
 * an offset that the verifier knows: which it does on each way through the branches.
 */
static __always_inline struct file *probe_direct_typed_file(__u32 fd)
{
	struct task_struct *task = probe_direct_current();
	struct files_struct *files;
	struct file **slot;

	if (!task)
		return NULL;
	files = task->files;
	if (fd >= 64 || files->fdt != &files->fdtab)
		return NULL;
	slot = files->fd_array;
	PROBEKIT_STEP(slot, fd, 1)
	PROBEKIT_STEP(slot, fd, 2)
	PROBEKIT_STEP(slot, fd, 4)
	PROBEKIT_STEP(slot, fd, 8)
	PROBEKIT_STEP(slot, fd, 16)
	PROBEKIT_STEP(slot, fd, 32)
	return *slot;
}

#endif /* PROBEKIT_DIRECT_BPF_H */
