/* SPDX-License-Identifier: Apache-2.0 */
/* Which calls are wanted: asked before anything else is done. */
#ifndef PROBE_SYSCALL_WANTED_BPF_H
#define PROBE_SYSCALL_WANTED_BPF_H

#include <probekit/probe.bpf.h>
#include "syscall.h"

/* A bit for each number, of the native ABI and of the 32-bit one; and of all other numbers. */
const volatile __u64 wanted_native[SYSCALL_NUMBERS / 64] = {};
const volatile __u64 wanted_compat[SYSCALL_NUMBERS / 64] = {};
const volatile bool wanted_others = false;

static __always_inline bool is_wanted(bool compat, __u32 number)
{
	__u32 word = number / 64;

	if (number >= SYSCALL_NUMBERS)
		return wanted_others;
	word &= SYSCALL_NUMBERS / 64 - 1;
	return (compat ? wanted_compat[word] : wanted_native[word]) >> (number % 64) & 1;
}

#endif /* PROBE_SYSCALL_WANTED_BPF_H */
