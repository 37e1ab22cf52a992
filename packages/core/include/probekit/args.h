/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Typed arguments on the wire: a block in the record's tail that holds, one after another,
 *
 *	[index u8][type u8][flags u8][0][length u32][payload][zeros up to a multiple of 8]
 *
 * The index says which argument it is, so that one which is missing leaves a gap and does not
 * shift the others; the length lets a reader pass over a type that it does not know. The
 * block and each argument begin at a multiple of 8, at most 7 bytes wasted: user space reads
 * numbers through typed arrays, which have no elements in between.
 *
 *	scalars		the 64-bit register; the type says how much of it counts
 *	STR, BYTES	what was read, a string without its NUL
 *	STR_ARR		the strings, each with its NUL
 *	SOCKADDR	the kernel's struct of the family, no longer than the caller's length
 *	FILE		a path
 *	TIMESPEC	two __s64: seconds and nanoseconds
 *	INT_PAIR	two ints
 *	CRED		struct probe_cred
 *	SOCK_PROTO, SOCK_OPT	a number, and in the upper half what it depends on: the address
 *			family of the socket, the level of the option
 */
#ifndef PROBEKIT_ARGS_H
#define PROBEKIT_ARGS_H

#include "wire.h"

/* Values that KubeArmor has too are the same there. */
enum probe_arg_type {
	NONE_T = 0,
	INT_T = 1,
	UINT_T = 2,
	LONG_T = 3,
	ULONG_T = 4,
	POINTER_T = 5,
	BYTES_T = 6,
	STR_T = 10,
	STR_ARR_T = 11,
	SOCKADDR_T = 12,
	OPEN_FLAGS_T = 13,
	EXEC_FLAGS_T = 14,
	SOCK_DOM_T = 15,
	SOCK_TYPE_T = 16,
	FILE_T = 17,
	UNLINKAT_FLAG_T = 19,
	PTRACE_REQ_T = 23,
	MOUNT_FLAG_T = 24,
	UMOUNT_FLAG_T = 25,
	MODE_T = 32,
	CLONE_FLAG_T = 33,
	MMAP_PROT_T = 34,
	MMAP_FLAG_T = 35,
	CAP_T = 36,
	SIGNAL_T = 37,
	TIMESPEC_T = 38,
	CRED_T = 39,
	INT_PAIR_T = 40,
	FD_FLAGS_T = 41,
	AT_FLAGS_T = 42,
	STATX_FLAGS_T = 43,
	STATX_MASK_T = 44,
	FACCESSAT_FLAGS_T = 45,
	ACCESS_MODE_T = 46,
	DIRFD_T = 47,
	OPEN_RESOLVE_T = 48,
	FCNTL_CMD_T = 49,
	SEEK_T = 50,
	RENAME_FLAGS_T = 51,
	RW_FLAGS_T = 52,
	SYNC_RANGE_FLAGS_T = 53,
	FALLOCATE_MODE_T = 54,
	FADVISE_T = 55,
	FLOCK_OP_T = 56,
	XATTR_FLAGS_T = 57,
	SPLICE_FLAGS_T = 58,
	CLOSE_RANGE_FLAGS_T = 59,
	INOTIFY_MASK_T = 60,
	INOTIFY_INIT_FLAGS_T = 61,
	OPEN_TREE_FLAGS_T = 62,
	MOVE_MOUNT_FLAGS_T = 63,
	FSOPEN_FLAGS_T = 64,
	FSPICK_FLAGS_T = 65,
	FSCONFIG_CMD_T = 66,
	FSMOUNT_FLAGS_T = 67,
	MOUNT_ATTR_T = 68,
	UNSHARE_FLAGS_T = 69,
	SIGMASK_HOW_T = 70,
	SIGNALFD_FLAGS_T = 71,
	WAIT_OPTIONS_T = 72,
	WAIT_ID_T = 73,
	PRIO_WHICH_T = 74,
	RUSAGE_WHO_T = 75,
	RESOURCE_T = 76,
	SCHED_POLICY_T = 77,
	PRCTL_OP_T = 78,
	ARCH_PRCTL_OP_T = 79,
	SECCOMP_OP_T = 80,
	SECCOMP_FLAGS_T = 81,
	PERSONALITY_T = 82,
	KEYCTL_OP_T = 83,
	BPF_CMD_T = 84,
	MEMBARRIER_CMD_T = 85,
	KCMP_TYPE_T = 86,
	REBOOT_CMD_T = 87,
	MODULE_FLAGS_T = 88,
	PERF_FLAGS_T = 89,
	PIDFD_FLAGS_T = 90,
	RANDOM_FLAGS_T = 91,
	IO_URING_ENTER_FLAGS_T = 92,
	IO_URING_REGISTER_OP_T = 93,
	FUTEX_OP_T = 94,
	CLOCK_ID_T = 95,
	TIMER_FLAGS_T = 96,
	ITIMER_WHICH_T = 97,
	TIMERFD_FLAGS_T = 98,
	MADVISE_T = 99,
	MSYNC_FLAGS_T = 100,
	MREMAP_FLAGS_T = 101,
	MLOCK_FLAGS_T = 102,
	MLOCKALL_FLAGS_T = 103,
	MEMFD_FLAGS_T = 104,
	SHMGET_FLAGS_T = 105,
	SHMAT_FLAGS_T = 106,
	IPC_FLAGS_T = 107,
	SOCK_FLAGS_T = 108,
	MSG_FLAGS_T = 109,
	SHUTDOWN_HOW_T = 110,
	SOCK_PROTO_T = 111,
	SOCK_LEVEL_T = 112,
	SOCK_OPT_T = 113,
	EPOLL_OP_T = 114,
	EPOLL_FLAGS_T = 115,
	EVENTFD_FLAGS_T = 116,
	ERRNO_T = 117,
	IOCTL_CMD_T = 118,
};

/* A mask of eight types, argument 0 in the lowest byte: ARG_TYPE0(INT_T) | ARG_TYPE1(STR_T). */
#define PROBE_ARGS_MAX 8
#define ARG_TYPE0(type) ((__u64)(type))
#define ARG_TYPE1(type) ((__u64)(type) << 8)
#define ARG_TYPE2(type) ((__u64)(type) << 16)
#define ARG_TYPE3(type) ((__u64)(type) << 24)
#define ARG_TYPE4(type) ((__u64)(type) << 32)
#define ARG_TYPE5(type) ((__u64)(type) << 40)
#define ARG_TYPE6(type) ((__u64)(type) << 48)
#define ARG_TYPE7(type) ((__u64)(type) << 56)

struct probe_arg {
	__u8 index;
	__u8 type;  /* enum probe_arg_type */
	__u8 flags; /* enum probe_flag, of this argument alone */
	__u8 reserved;
	__u32 length; /* of the payload, without its padding */
};
_Static_assert(sizeof(struct probe_arg) == 8, "struct probe_arg");

/* The member of a record that stands for a block of arguments. */
struct probe_args {
	struct probe_data data;
	__u32 count;
	__u32 reserved;
};
_Static_assert(sizeof(struct probe_args) == 16, "struct probe_args");

/* What a task may do. The sets are bit masks: bit CAP_CHOWN is the lowest. */
struct probe_cred {
	__u32 uid, gid, euid, egid, suid, sgid, fsuid, fsgid;
	__u64 effective, permitted, inheritable, bounding, ambient;
};
_Static_assert(sizeof(struct probe_cred) == 72, "struct probe_cred");

#endif /* PROBEKIT_ARGS_H */
