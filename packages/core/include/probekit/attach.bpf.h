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

#define ARG(program, name) probekit_arg(ctx, probekit_arg_##program##_##name)

/* The context's offset must be a constant in each access, which the barriers preserve. */
static __always_inline __u64 probekit_arg(__u64 *ctx, __u8 position)
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
#undef PROBEKIT_ARG_CASE
	}
	return value;
}

#endif /* PROBEKIT_ATTACH_BPF_H */
