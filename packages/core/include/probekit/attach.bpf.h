/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arguments of an attach target by name, not by position. The contract names the type of
 * each argument; the session looks up its position in this kernel's prototype of the target
 * and sets it before load, where the verifier then removes the other cases. Unset, it reads 0.
 *
 *	PROBE_ARG(on_exec, bprm);
 *
 *	SEC("tp_btf/sched_process_exec")
 *	int on_exec(__u64 *ctx)
 *	{
 *		struct linux_binprm *bprm = (void *)ARG(on_exec, bprm);
 */
#ifndef PROBEKIT_ATTACH_BPF_H
#define PROBEKIT_ATTACH_BPF_H

#define PROBE_ARG(program, name) const volatile __u8 probekit_arg_##program##_##name = 255

#define ARG(program, name)                                                                         \
	_Generic((ctx), struct pt_regs *: probekit_register_arg, default: probekit_arg)(           \
		(void *)ctx, probekit_arg_##program##_##name)

/* The context's offset must be a constant in each access, which the assembly preserves. */
static __always_inline __u64 probekit_arg(void *ctx, __u8 position)
{
	__u64 value = 0;

	switch (position) {
#define PROBEKIT_ARG_CASE(n)                                                                       \
	case n:                                                                                    \
		asm volatile("%0 = *(u64 *)(%1 + %2)" : "=r"(value) : "r"(ctx), "i"((n) * 8));     \
		break;
		PROBEKIT_ARG_CASE(0)
		PROBEKIT_ARG_CASE(1)
		PROBEKIT_ARG_CASE(2)
		PROBEKIT_ARG_CASE(3)
		PROBEKIT_ARG_CASE(4)
		PROBEKIT_ARG_CASE(5)
		PROBEKIT_ARG_CASE(6)
#undef PROBEKIT_ARG_CASE
	}
	return value;
}

/* A register of a program's context, as a load: it is memory that the program may read itself. */
#define PROBEKIT_REGISTER(regs, name)                                                              \
	({                                                                                         \
		__u64 value;                                                                       \
		asm volatile("%0 = *(u64 *)(%1 + %2)"                                              \
			     : "=r"(value)                                                         \
			     : "r"(regs), "i"(__builtin_offsetof(struct pt_regs, name)));          \
		value;                                                                             \
	})

/* The same in a kprobe, where arguments are in registers. */
static __always_inline __u64 probekit_register_arg(void *ctx, __u8 position)
{
	struct pt_regs *regs = ctx;

#if defined(__TARGET_ARCH_x86)
	switch (position) {
	case 0:
		return PROBEKIT_REGISTER(regs, di);
	case 1:
		return PROBEKIT_REGISTER(regs, si);
	case 2:
		return PROBEKIT_REGISTER(regs, dx);
	case 3:
		return PROBEKIT_REGISTER(regs, cx);
	case 4:
		return PROBEKIT_REGISTER(regs, r8);
	case 5:
		return PROBEKIT_REGISTER(regs, r9);
	}
	return 0;
#elif defined(__TARGET_ARCH_arm64)
	switch (position) {
#define PROBEKIT_REGISTER_CASE(n)                                                                  \
	case n:                                                                                    \
		return PROBEKIT_REGISTER(regs, regs[n]);
		PROBEKIT_REGISTER_CASE(0)
		PROBEKIT_REGISTER_CASE(1)
		PROBEKIT_REGISTER_CASE(2)
		PROBEKIT_REGISTER_CASE(3)
		PROBEKIT_REGISTER_CASE(4)
		PROBEKIT_REGISTER_CASE(5)
		PROBEKIT_REGISTER_CASE(6)
		PROBEKIT_REGISTER_CASE(7)
#undef PROBEKIT_REGISTER_CASE
	}
	return 0;
#endif
}

/*
 * A pointer as a number. The verifier goes through a global function once for each program, however
 * often and from wherever it is called; but such take only numbers on Linux 5.10, and a pointer that
 * the verifier knows the type of is none.
 */
static __always_inline __u64 probe_number(const void *pointer)
{
	__u64 number = 0;

	bpf_probe_read_kernel(&number, sizeof(number), &pointer);
	return number;
}

/* Argument 0 to 5 of the function that a uprobe is on; `index` is a constant. */
static __always_inline __u64 probe_function_arg(struct pt_regs *regs, int index)
{
	return probekit_register_arg(regs, index);
}

/* What the function has returned, in a kretprobe or uretprobe. */
static __always_inline long probe_result(struct pt_regs *regs)
{
#if defined(__TARGET_ARCH_x86)
	return PROBEKIT_REGISTER(regs, ax);
#elif defined(__TARGET_ARCH_arm64)
	return PROBEKIT_REGISTER(regs, regs[0]);
#endif
}

#endif /* PROBEKIT_ATTACH_BPF_H */
