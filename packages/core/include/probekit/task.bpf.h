/* SPDX-License-Identifier: Apache-2.0 */
/* Facts about a task, read so that they hold on every kernel from 5.10. */
#ifndef PROBEKIT_TASK_BPF_H
#define PROBEKIT_TASK_BPF_H

static __always_inline struct task_struct *probe_current(void)
{
	return (struct task_struct *)bpf_get_current_task();
}

static __always_inline __u32 probe_ppid(struct task_struct *task)
{
	return BPF_CORE_READ(task, real_parent, tgid);
}

/* The innermost pid namespace's entry of a task, thread or leader. */
static __always_inline struct upid probe_upid(struct task_struct *task)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	unsigned int level = BPF_CORE_READ(pid, level);
	struct upid upid = {};

	bpf_core_read(&upid.nr, sizeof(upid.nr), &pid->numbers[level].nr);
	bpf_core_read(&upid.ns, sizeof(upid.ns), &pid->numbers[level].ns);
	return upid;
}

/*
 * The number of a thread in the pid namespace `inum`, which is `level` deep. 0 if it is in no
 * namespace that is this one or below it.
 */
static __always_inline __u32 probe_nr_in(struct task_struct *task, __u32 level, __u32 inum)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	struct pid_namespace *ns = NULL;
	int nr = 0;

	if (level > BPF_CORE_READ(pid, level))
		return 0;
	bpf_core_read(&ns, sizeof(ns), &pid->numbers[level].ns);
	if (BPF_CORE_READ(ns, ns.inum) != inum)
		return 0;
	bpf_core_read(&nr, sizeof(nr), &pid->numbers[level].nr);
	return nr;
}

static __always_inline __u32 probe_pid_ns(struct task_struct *task)
{
	struct upid upid = probe_upid(task);

	return BPF_CORE_READ(upid.ns, ns.inum);
}

/* How deep the task's pid namespace is: 0 in the host's. */
static __always_inline __u32 probe_pid_ns_level(struct task_struct *task)
{
	return BPF_CORE_READ(task, thread_pid, level);
}

/* 0 once the task has left its namespaces on exit. */
static __always_inline __u32 probe_mnt_ns(struct task_struct *task)
{
	return BPF_CORE_READ(task, nsproxy, mnt_ns, ns.inum);
}

/*
 * The registers with which the current task entered the kernel: its system call's number
 * and arguments, at the call's exit too.
 *
 * bpf_task_pt_regs() came with Linux 5.15. Before that the registers are at the very end of
 * the kernel stack, 16 KiB in every configuration but KASAN's.
 */
static __always_inline struct pt_regs *probe_user_regs(void)
{
	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_task_pt_regs))
		return (struct pt_regs *)bpf_task_pt_regs((void *)bpf_get_current_task_btf());
	return BPF_CORE_READ(probe_current(), stack) + 16384 - bpf_core_type_size(struct pt_regs);
}

/* Argument 0 to 5 of the system call that the current task is in; `index` is a constant. */
static __always_inline unsigned long probe_syscall_arg(struct pt_regs *regs, int index)
{
#if defined(__TARGET_ARCH_x86)
	switch (index) {
	case 0:
		return BPF_CORE_READ(regs, di);
	case 1:
		return BPF_CORE_READ(regs, si);
	case 2:
		return BPF_CORE_READ(regs, dx);
	case 3:
		return BPF_CORE_READ(regs, r10);
	case 4:
		return BPF_CORE_READ(regs, r8);
	default:
		return BPF_CORE_READ(regs, r9);
	}
#elif defined(__TARGET_ARCH_arm64)
	return index ? BPF_CORE_READ(regs, regs[index]) : BPF_CORE_READ(regs, orig_x0);
#endif
}

/* Argument 0, 1 or 2 of a call of the 32-bit ABI (probe_syscall_is_32_bit). */
static __always_inline __u32 probe_syscall_arg_32(struct pt_regs *regs, int index)
{
#if defined(__TARGET_ARCH_x86)
	switch (index) {
	case 0:
		return BPF_CORE_READ(regs, bx);
	case 1:
		return BPF_CORE_READ(regs, cx);
	default:
		return BPF_CORE_READ(regs, dx);
	}
#elif defined(__TARGET_ARCH_arm64)
	return probe_syscall_arg(regs, index);
#endif
}

/* The number of that call; -1 outside of one. */
static __always_inline long probe_syscall_number(struct pt_regs *regs)
{
#if defined(__TARGET_ARCH_x86)
	return (long)BPF_CORE_READ(regs, orig_ax);
#elif defined(__TARGET_ARCH_arm64)
	return BPF_CORE_READ(regs, syscallno);
#endif
}

/* Whether the current task is in execve() or execveat(), by the numbers of 64-bit programs. */
static __always_inline bool probe_in_exec(void)
{
	long number = probe_syscall_number(probe_user_regs());

#if defined(__TARGET_ARCH_x86)
	return number == 59 || number == 322;
#elif defined(__TARGET_ARCH_arm64)
	return number == 221 || number == 281;
#endif
}

/* Whether the current task is in a call of the 32-bit ABI, which has other numbers. */
static __always_inline bool probe_syscall_is_32_bit(void)
{
#if defined(__TARGET_ARCH_x86)
	return BPF_CORE_READ(probe_current(), thread_info.status) & 2; /* TS_COMPAT */
#elif defined(__TARGET_ARCH_arm64)
	return BPF_CORE_READ(probe_current(), thread_info.flags) & (1UL << 22); /* TIF_32BIT */
#endif
}

/* The open file behind a descriptor of the current task; NULL if there is none. */
static __always_inline struct file *probe_file(__u32 fd)
{
	struct fdtable *table = BPF_CORE_READ(probe_current(), files, fdt);
	struct file **files = BPF_CORE_READ(table, fd);
	struct file *file = NULL;

	if (fd < BPF_CORE_READ(table, max_fds))
		bpf_probe_read_kernel(&file, sizeof(file), files + fd);
	return file;
}

#endif /* PROBEKIT_TASK_BPF_H */
