import type { JsonSchema } from "../contract/fields.js";
import type { RecordBuffer } from "../decode/record-buffer.js";
import type { TailReader } from "../decode/tail.js";

/**
 * `enum probe_arg_type` of probekit/args.h, whose constants end in `_T`. The binding of a
 * record holds an object's enum against it.
 */
export const argTypeNumbers = {
  NONE: 0,
  INT: 1,
  UINT: 2,
  LONG: 3,
  ULONG: 4,
  POINTER: 5,
  BYTES: 6,
  STR: 10,
  STR_ARR: 11,
  SOCKADDR: 12,
  OPEN_FLAGS: 13,
  EXEC_FLAGS: 14,
  SOCK_DOM: 15,
  SOCK_TYPE: 16,
  FILE: 17,
  UNLINKAT_FLAG: 19,
  PTRACE_REQ: 23,
  MOUNT_FLAG: 24,
  UMOUNT_FLAG: 25,
  MODE: 32,
  CLONE_FLAG: 33,
  MMAP_PROT: 34,
  MMAP_FLAG: 35,
  CAP: 36,
  SIGNAL: 37,
  TIMESPEC: 38,
  CRED: 39,
  INT_PAIR: 40,
  FD_FLAGS: 41,
  AT_FLAGS: 42,
  STATX_FLAGS: 43,
  STATX_MASK: 44,
  FACCESSAT_FLAGS: 45,
  ACCESS_MODE: 46,
  DIRFD: 47,
  OPEN_RESOLVE: 48,
  FCNTL_CMD: 49,
  SEEK: 50,
  RENAME_FLAGS: 51,
  RW_FLAGS: 52,
  SYNC_RANGE_FLAGS: 53,
  FALLOCATE_MODE: 54,
  FADVISE: 55,
  FLOCK_OP: 56,
  XATTR_FLAGS: 57,
  SPLICE_FLAGS: 58,
  CLOSE_RANGE_FLAGS: 59,
  INOTIFY_MASK: 60,
  INOTIFY_INIT_FLAGS: 61,
  OPEN_TREE_FLAGS: 62,
  MOVE_MOUNT_FLAGS: 63,
  FSOPEN_FLAGS: 64,
  FSPICK_FLAGS: 65,
  FSCONFIG_CMD: 66,
  FSMOUNT_FLAGS: 67,
  MOUNT_ATTR: 68,
  UNSHARE_FLAGS: 69,
  SIGMASK_HOW: 70,
  SIGNALFD_FLAGS: 71,
  WAIT_OPTIONS: 72,
  WAIT_ID: 73,
  PRIO_WHICH: 74,
  RUSAGE_WHO: 75,
  RESOURCE: 76,
  SCHED_POLICY: 77,
  PRCTL_OP: 78,
  ARCH_PRCTL_OP: 79,
  SECCOMP_OP: 80,
  SECCOMP_FLAGS: 81,
  PERSONALITY: 82,
  KEYCTL_OP: 83,
  BPF_CMD: 84,
  MEMBARRIER_CMD: 85,
  KCMP_TYPE: 86,
  REBOOT_CMD: 87,
  MODULE_FLAGS: 88,
  PERF_FLAGS: 89,
  PIDFD_FLAGS: 90,
  RANDOM_FLAGS: 91,
  IO_URING_ENTER_FLAGS: 92,
  IO_URING_REGISTER_OP: 93,
  FUTEX_OP: 94,
  CLOCK_ID: 95,
  TIMER_FLAGS: 96,
  ITIMER_WHICH: 97,
  TIMERFD_FLAGS: 98,
  MADVISE: 99,
  MSYNC_FLAGS: 100,
  MREMAP_FLAGS: 101,
  MLOCK_FLAGS: 102,
  MLOCKALL_FLAGS: 103,
  MEMFD_FLAGS: 104,
  SHMGET_FLAGS: 105,
  SHMAT_FLAGS: 106,
  IPC_FLAGS: 107,
  SOCK_FLAGS: 108,
  MSG_FLAGS: 109,
  SHUTDOWN_HOW: 110,
  SOCK_PROTO: 111,
  SOCK_LEVEL: 112,
  SOCK_OPT: 113,
  EPOLL_OP: 114,
  EPOLL_FLAGS: 115,
  EVENTFD_FLAGS: 116,
  ERRNO: 117,
  IOCTL_CMD: 118,
} as const;

export type ArgTypeName = keyof typeof argTypeNumbers;

/** `PROBE_ARGS_MAX` of probekit/args.h: a mask has eight bytes. */
export const mostArgs = 8;

/** Where arguments are read from. */
export interface ArgMemory {
  readonly buffer: RecordBuffer;
  readonly tail: TailReader;
}

/**
 * What an argument's payload means.
 *
 * @typeParam T the type of its value in an event; `never` for an argument that is left out.
 */
export interface ArgType<T = unknown> {
  readonly name: ArgTypeName;
  /** Of the value. In JSON it can be null as well, when the argument is missing. */
  readonly schema: JsonSchema;
  /**
   * Reads the payload from `start` to `end`, which lie in the record; `start` is a multiple of 8.
   *
   * @throws {MalformedRecord} for a payload that no program writes
   */
  readonly read: (memory: ArgMemory, start: number, end: number) => T;
}

/** By name, in the order of the arguments. */
export type ArgTypes = { readonly [name: string]: ArgType };

/** The arguments that have a value, with their indices. */
export function sentArgs(types: ArgTypes): [name: string, type: ArgType, index: number][] {
  return Object.entries(types)
    .map(([name, type], index): [string, ArgType, number] => [name, type, index])
    .filter(([, type]) => type.name !== "NONE");
}

/** The names of arguments by their indices; null for one that has no value. */
export function argNames(types: ArgTypes): (string | null)[] {
  return Object.entries(types).map(([name, type]) => (type.name === "NONE" ? null : name));
}
