import { beforeEach, describe, expect, test } from "vitest";
import type { ArgType } from "../../../src/args/arg-type.js";
import * as event from "../../../src/args/event-flags.js";
import * as file from "../../../src/args/file-flags.js";
import * as memory from "../../../src/args/memory-flags.js";
import * as processes from "../../../src/args/process-flags.js";
import * as socket from "../../../src/args/socket.js";
import { args } from "../../../src/contract/args.js";
import { argsBlock } from "../../support/args.js";
import { decodeCall } from "../../support/decoding.js";

function decode(type: ArgType, value: bigint): unknown {
  const { event } = decodeCall(
    { args: args({ it: type }) },
    { args: [argsBlock([{ index: 0, type: type.name, payload: value }]), { count: 1 }] },
  );
  return (event as { args: { it: unknown } }).args.it;
}

const all = 0xffff_ffffn;

/*
 * What strace 6.1 has printed on x86-64 of calls with these words, without its comments
 * (`0x8 \/* PROT_??? *\/`).
 */
const byStrace: readonly (readonly [ArgType, bigint, string])[] = [
  [
    file.OPEN_FLAGS,
    all,
    "O_ACCMODE|O_CREAT|O_EXCL|O_NOCTTY|O_TRUNC|O_APPEND|O_NONBLOCK|O_SYNC|O_DIRECT|O_LARGEFILE|O_NOFOLLOW|O_NOATIME|O_CLOEXEC|O_PATH|O_TMPFILE|FASYNC|0xff80003c",
  ],
  [file.OPEN_FLAGS, 0n, "O_RDONLY"],
  [file.OPEN_FLAGS, 0x80000n, "O_RDONLY|O_CLOEXEC"],
  [file.OPEN_FLAGS, 0x404003n, "O_ACCMODE|O_DIRECT|__O_TMPFILE"],
  [file.OPEN_FLAGS, 0x401000n, "O_RDONLY|O_DSYNC|__O_TMPFILE"],
  [file.OPEN_FLAGS, 0x410000n, "O_RDONLY|O_TMPFILE"],
  [file.OPEN_FLAGS, 0x11001n, "O_WRONLY|O_DSYNC|O_DIRECTORY"],
  [file.FD_FLAGS, 0x80800n, "O_NONBLOCK|O_CLOEXEC"],
  [file.FD_FLAGS, 0n, "0"],
  [memory.MMAP_PROT, all, "PROT_READ|PROT_WRITE|PROT_EXEC|PROT_SEM|PROT_GROWSDOWN|PROT_GROWSUP|0xfcfffff0"],
  [memory.MMAP_PROT, 0n, "PROT_NONE"],
  [memory.MMAP_PROT, 0x10n, "0x10"],
  [
    memory.MMAP_FLAG,
    all,
    "0xf|MAP_FIXED|MAP_ANONYMOUS|MAP_32BIT|MAP_NORESERVE|MAP_POPULATE|MAP_NONBLOCK|MAP_GROWSDOWN|MAP_DENYWRITE|MAP_EXECUTABLE|MAP_LOCKED|MAP_STACK|MAP_HUGETLB|MAP_SYNC|MAP_FIXED_NOREPLACE|0x3e00680|63<<MAP_HUGE_SHIFT",
  ],
  [memory.MMAP_FLAG, 0x2022n, "MAP_PRIVATE|MAP_ANONYMOUS|MAP_LOCKED"],
  [memory.MMAP_FLAG, 0x40003n | (21n << 26n), "MAP_SHARED_VALIDATE|MAP_HUGETLB|21<<MAP_HUGE_SHIFT"],
  [memory.MMAP_FLAG, 0n, "MAP_FILE"],
  [
    file.MOUNT_FLAG,
    all,
    "MS_RDONLY|MS_NOSUID|MS_NODEV|MS_NOEXEC|MS_SYNCHRONOUS|MS_REMOUNT|MS_MANDLOCK|MS_DIRSYNC|MS_NOSYMFOLLOW|MS_NOATIME|MS_NODIRATIME|MS_BIND|MS_MOVE|MS_REC|MS_SILENT|MS_POSIXACL|MS_UNBINDABLE|MS_PRIVATE|MS_SLAVE|MS_SHARED|MS_RELATIME|MS_KERNMOUNT|MS_I_VERSION|MS_STRICTATIME|MS_LAZYTIME|MS_SUBMOUNT|MS_NOREMOTELOCK|MS_NOSEC|MS_BORN|MS_ACTIVE|MS_NOUSER|0x200",
  ],
  [file.MOUNT_FLAG, 0xc0ed0000n, "MS_MGC_VAL"],
  [file.MOUNT_FLAG, 0n, "0"],
  [file.UMOUNT_FLAG, all, "MNT_FORCE|MNT_DETACH|MNT_EXPIRE|UMOUNT_NOFOLLOW|0xfffffff0"],
  [processes.CLONE_FLAG, 0x8000_0011n, "CLONE_IO|SIGCHLD"],
  [
    processes.CLONE_FLAG,
    0x3d0f00n,
    "CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD|CLONE_SYSVSEM|CLONE_SETTLS|CLONE_PARENT_SETTID|CLONE_CHILD_CLEARTID",
  ],
  [processes.CLONE_FLAG, 0x1ffn, "CLONE_VM|255"],
  [processes.UNSHARE_FLAGS, 0x20080n, "CLONE_NEWTIME|CLONE_NEWNS"],
  [
    file.EXEC_FLAGS,
    all,
    "AT_SYMLINK_NOFOLLOW|AT_REMOVEDIR|AT_SYMLINK_FOLLOW|AT_NO_AUTOMOUNT|AT_EMPTY_PATH|AT_RECURSIVE|0xffff60ff",
  ],
  [file.UNLINKAT_FLAG, 0x200n, "AT_REMOVEDIR"],
  [file.ACCESS_MODE, 0n, "F_OK"],
  [file.ACCESS_MODE, 15n, "R_OK|W_OK|X_OK|0x8"],
  [file.FACCESSAT_FLAGS, 0x1300n, "AT_SYMLINK_NOFOLLOW|AT_EACCESS|AT_EMPTY_PATH"],
  [
    file.STATX_FLAGS,
    all,
    "AT_STATX_FORCE_SYNC|AT_STATX_DONT_SYNC|AT_SYMLINK_NOFOLLOW|AT_REMOVEDIR|AT_SYMLINK_FOLLOW|AT_NO_AUTOMOUNT|AT_EMPTY_PATH|AT_RECURSIVE|0xffff00ff",
  ],
  [file.STATX_MASK, all, "STATX_ALL|STATX_MNT_ID|STATX_DIOALIGN|0xffffc000"],
  [file.MODE, 0n, "000"],
  [file.MODE, 7n, "007"],
  [file.MODE, 0o644n, "0644"],
  [file.MODE, 0o1777n, "01777"],
  [file.MODE, 0o100644n, "S_IFREG|0644"],
  [file.MODE, 0o104755n, "S_IFREG|S_ISUID|0755"],
  [file.MODE, 0o170755n, "0170755"],
  [processes.PTRACE_REQ, 0x4200n, "PTRACE_SETOPTIONS"],
  [processes.PTRACE_REQ, 99999n, "0x1869f"],
  [processes.PTRACE_REQ, 12n, "PTRACE_GETREGS"],
  [processes.SIGNAL, 0n, "0"],
  [processes.SIGNAL, 9n, "SIGKILL"],
  [processes.SIGNAL, 32n, "SIGRTMIN"],
  [processes.SIGNAL, 33n, "SIGRT_1"],
  [processes.SIGNAL, 64n, "SIGRT_32"],
  [processes.SIGNAL, 65n, "65"],
  [file.FCNTL_CMD, 1030n, "F_DUPFD_CLOEXEC"],
  [file.FCNTL_CMD, 99n, "0x63"],
  [processes.FUTEX_OP, 129n, "FUTEX_WAKE_PRIVATE"],
  [processes.FUTEX_OP, 393n, "FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME"],
  [processes.FUTEX_OP, 99n, "0x63"],
  [socket.MSG_FLAGS, 0x40n, "MSG_DONTWAIT"],
  [file.SEEK, 4n, "SEEK_HOLE"],
  [socket.SOCK_PROTO, (2n << 32n) | 6n, "IPPROTO_TCP"],
  [socket.SOCK_PROTO, (2n << 32n) | 300n, "0x12c"],
  [socket.SOCK_PROTO, (1n << 32n) | 3n, "3"],
  [socket.SOCK_OPT, (1n << 32n) | 2n, "SO_REUSEADDR"],
  [socket.SOCK_OPT, (41n << 32n) | 26n, "IPV6_V6ONLY"],
  [socket.SOCK_OPT, (17n << 32n) | 103n, "UDP_SEGMENT"],
  [socket.SOCK_OPT, (1n << 32n) | 999n, "0x3e7"],
  [processes.RESOURCE, 7n, "RLIMIT_NOFILE"],
  [processes.CLOCK_ID, BigInt.asUintN(64, -6n), "0xfffffffa"],
  [event.EPOLL_OP, 1n, "EPOLL_CTL_ADD"],
  [event.EVENTFD_FLAGS, 0x80801n, "EFD_SEMAPHORE|EFD_CLOEXEC|EFD_NONBLOCK"],
  [processes.TIMERFD_FLAGS, 0x80803n, "TFD_TIMER_ABSTIME|TFD_TIMER_CANCEL_ON_SET|TFD_CLOEXEC|TFD_NONBLOCK"],
  [processes.SIGNALFD_FLAGS, 0x80800n, "SFD_CLOEXEC|SFD_NONBLOCK"],
  [file.INOTIFY_INIT_FLAGS, 0x80800n, "IN_NONBLOCK|IN_CLOEXEC"],
  [processes.PRCTL_OP, 4n, "PR_SET_DUMPABLE"],
  [processes.PRCTL_OP, 0x59616d61n, "PR_SET_PTRACER"],
  [processes.ARCH_PRCTL_OP, 0x1004n, "ARCH_GET_GS"],
  [event.IOCTL_CMD, 0x5401n, "TCGETS"],
  [event.IOCTL_CMD, 0x541bn, "FIONREAD"],
  [event.IOCTL_CMD, 0x8912n, "SIOCGIFCONF"],
  [event.IOCTL_CMD, 0xc0181234n, "_IOC(_IOC_READ|_IOC_WRITE, 0x12, 0x34, 0x18)"],
  [event.IOCTL_CMD, 0n, "_IOC(_IOC_NONE, 0, 0, 0)"],
  [memory.MADVISE, 4n, "MADV_DONTNEED"],
  [memory.MSYNC_FLAGS, 7n, "MS_SYNC|MS_ASYNC|MS_INVALIDATE"],
  [
    processes.WAIT_OPTIONS,
    all,
    "WNOHANG|WEXITED|WSTOPPED|WCONTINUED|WNOWAIT|__WCLONE|__WALL|__WNOTHREAD|0x1efffff0",
  ],
  [memory.MEMFD_FLAGS, all, "MFD_CLOEXEC|MFD_ALLOW_SEALING|MFD_HUGETLB|0x3fffff8|63<<MFD_HUGE_SHIFT"],
  [file.FLOCK_OP, 0xffn, "LOCK_SH|LOCK_EX|LOCK_NB|LOCK_UN|LOCK_MAND|LOCK_RW|0x10"],
  [file.OPEN_TREE_FLAGS, 0x81001n, "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_EMPTY_PATH"],
  [processes.SCHED_POLICY, 1n, "SCHED_FIFO"],
  [processes.RUSAGE_WHO, all, "RUSAGE_CHILDREN"],
  [processes.PERSONALITY, 0x40000n, "PER_LINUX|ADDR_NO_RANDOMIZE"],
  [
    memory.SHMGET_FLAGS,
    all & ~0xf800_0000n,
    "IPC_CREAT|IPC_EXCL|SHM_HUGETLB|SHM_NORESERVE|0x3ffe000|1<<SHM_HUGE_SHIFT|0777",
  ],
  [memory.IPC_FLAGS, 0xfffff7ffn, "IPC_CREAT|IPC_EXCL|0xfffff000|0777"],
];

describe("words are written as strace writes them", () => {
  beforeEach(({ skip }) => {
    if (process.arch !== "x64") skip("strace was asked on x86-64");
  });

  test.each(
    byStrace.map(([type, value, text]) => [type.name, value.toString(16), text, type, value] as const),
  )("%s 0x%s is %s", (_name, _hex, text, type, value) => expect(decode(type, value)).toBe(text));
});

test.each<[ArgType, bigint, string]>([
  [file.DIRFD, BigInt.asUintN(64, -100n), "AT_FDCWD"],
  [file.DIRFD, 0xffff_ff9cn, "AT_FDCWD"],
  [file.DIRFD, 3n, "3"],
  [processes.CAP, 21n, "CAP_SYS_ADMIN"],
  [processes.CAP, 63n, "0x3f"],
  [event.ERRNO, 11n, "EAGAIN"],
  [event.ERRNO, 4000n, "4000"],
  [processes.SCHED_POLICY, 0x4000_0003n, "SCHED_BATCH|SCHED_RESET_ON_FORK"],
  /* The upper half of a register counts where the argument is a long, and nowhere else. */
  [file.MOUNT_FLAG, (0x12n << 32n) | 1n, "MS_RDONLY|0x1200000000"],
  [file.OPEN_FLAGS, (0x12n << 32n) | 1n, "O_WRONLY"],
])("%o of %i is %s", (type, value, text) => expect(decode(type, value)).toBe(text));
