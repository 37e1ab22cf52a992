/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fentry plan: the functions that are the system calls, those of 32-bit programs among
 * them. Inner ones (do_fsync(), ksys_sync()) do not know the descriptor or are inlined by some
 * compilers.
 */
#ifndef PROBE_SYNC_FUNCTIONS_BPF_H
#define PROBE_SYNC_FUNCTIONS_BPF_H

#include "vfs_fsync_range.bpf.h"

static __always_inline __s32 first_of_32_bit(struct pt_regs *regs)
{
	return probe_syscall_arg_32(regs, 0);
}

static __always_inline __s32 first_of_64_bit(struct pt_regs *regs)
{
	return probe_syscall_arg(regs, 0);
}

/*
 * Their one argument is the program's registers, but is not looked at: Linux 5.10 does not let
 * programs read that of __x64_sys_msync(), whose type is only declared in its BTF.
 */
#define ON_CALL(name, function, call, first)                                                       \
	SEC("fentry/" #function)                                                                   \
	int fentry_##name(__u64 *ctx)                                                              \
	{                                                                                          \
		if (probe_filter())                                                                \
			flush_begins(call, first(probe_user_regs()), 0);                           \
		return 0;                                                                          \
	}                                                                                          \
	PROBE_ARG(fexit_##name, result);                                                           \
	SEC("fexit/" #function)                                                                    \
	int fexit_##name(__u64 *ctx)                                                               \
	{                                                                                          \
		flush_ends(ARG(fexit_##name, result));                                             \
		return 0;                                                                          \
	}

#define ON_CALL_64(name, call) ON_CALL(name, __x64_sys_##name, call, first_of_64_bit)
#define ON_CALL_32(name, function, call) ON_CALL(name##_32, function, call, first_of_32_bit)

ON_CALL_64(syncfs, SYNC_CALL_SYNCFS)
ON_CALL_64(fsync, SYNC_CALL_FSYNC)
ON_CALL_64(fdatasync, SYNC_CALL_FDATASYNC)
ON_CALL_64(msync, SYNC_CALL_MSYNC)
ON_CALL_64(sync_file_range, SYNC_CALL_SYNC_FILE_RANGE)
ON_CALL_32(syncfs, __ia32_sys_syncfs, SYNC_CALL_SYNCFS)
ON_CALL_32(fsync, __ia32_sys_fsync, SYNC_CALL_FSYNC)
ON_CALL_32(fdatasync, __ia32_sys_fdatasync, SYNC_CALL_FDATASYNC)
ON_CALL_32(msync, __ia32_sys_msync, SYNC_CALL_MSYNC)
ON_CALL_32(sync_file_range, __ia32_sys_ia32_sync_file_range, SYNC_CALL_SYNC_FILE_RANGE)
/* One function with both names, and in BTF with a third. */
ON_CALL(sync, __do_sys_sync, SYNC_CALL_SYNC, first_of_64_bit)

PROBE_ARG(fentry_file_flush, file);

SEC("fentry/vfs_fsync_range")
int fentry_file_flush(__u64 *ctx)
{
	file_flush_begins((struct file *)ARG(fentry_file_flush, file));
	return 0;
}

PROBE_ARG(fexit_file_flush, result);

SEC("fexit/vfs_fsync_range")
int fexit_file_flush(__u64 *ctx)
{
	file_flush_ends((int)ARG(fexit_file_flush, result));
	return 0;
}

#endif /* PROBE_SYNC_FUNCTIONS_BPF_H */
