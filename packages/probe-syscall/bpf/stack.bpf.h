/* SPDX-License-Identifier: Apache-2.0 */
/* From where in its program the current task made its call. */
#ifndef PROBE_SYSCALL_STACK_BPF_H
#define PROBE_SYSCALL_STACK_BPF_H

#include <probekit/args.bpf.h>

#define STACK_FRAMES 64

const volatile bool keep_stack = false;

/*
 * The return addresses, innermost first, as one argument of bytes. The kernel finds them by frame
 * pointers: code that was compiled without ends the stack, or makes it wrong.
 */
static __always_inline struct probe_args add_stack(void *ctx, struct probe_scratch *scratch)
{
	__u32 at;
	long bytes;

	probe_args_begin(scratch);
	at = probekit_arg_place(scratch);
	if (at && at < PROBE_TAIL_LIMIT) {
		bytes = bpf_get_stack(ctx, &scratch->record[at], STACK_FRAMES * sizeof(__u64),
				      BPF_F_USER_STACK);
		if (bytes > 0)
			probekit_arg_commit(scratch, 0, BYTES_T, 0, bytes);
	}
	return probe_args_end(scratch);
}

#endif /* PROBE_SYSCALL_STACK_BPF_H */
