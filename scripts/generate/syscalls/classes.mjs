/*
 * The classes of calls, by the names that strace gives them in its manual. What takes a file's
 * name or a descriptor is told by its arguments; the rest is about meaning, and kept by hand.
 */

const lists = {
  process: `fork vfork clone clone3 execve execveat exit exit_group wait4 waitid kill tkill tgkill
    pidfd_open pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo unshare`,
  network: `socket socketpair bind listen accept accept4 connect getsockname getpeername shutdown
    sendto sendmsg sendmmsg recvfrom recvmsg recvmmsg getsockopt setsockopt sendfile getpmsg putpmsg`,
  signal: `kill tkill tgkill pause rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo
    rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sigaltstack signalfd signalfd4
    pidfd_send_signal`,
  ipc: `msgctl msgget msgrcv msgsnd semctl semget semop semtimedop shmat shmctl shmdt shmget`,
  memory: `brk mmap munmap mprotect mremap madvise process_madvise msync mincore mlock mlock2 munlock
    mlockall munlockall mbind migrate_pages move_pages get_mempolicy set_mempolicy
    set_mempolicy_home_node pkey_mprotect pkey_alloc pkey_free remap_file_pages mseal
    map_shadow_stack io_uring_register shmat shmdt`,
  creds: `getuid getgid geteuid getegid getresuid getresgid getgroups setuid setgid setreuid setregid
    setresuid setresgid setfsuid setfsgid setgroups capget capset prctl`,
  clock: `adjtimex clock_adjtime clock_getres clock_gettime clock_settime gettimeofday settimeofday time`,
  stat: "stat",
  lstat: "lstat",
  fstat: "fstat newfstatat statx",
  "%stat": "stat lstat fstat newfstatat statx",
  statfs: "statfs",
  fstatfs: "fstatfs",
  "%statfs": "statfs fstatfs ustat",
  pure: "getegid geteuid getgid getpgrp getpid getppid gettid getuid",
};

/** Classes in which a call is although its arguments do not say so. */
const alsoFile = new Set(
  `quotactl swapon swapoff acct uselib getcwd open_by_handle_at fanotify_mark mount umount2`.split(" "),
);
const alsoDescriptor = new Set(
  `pipe pipe2 epoll_create epoll_create1 eventfd eventfd2 inotify_init inotify_init1 memfd_create
   timerfd_create perf_event_open userfaultfd bpf mmap creat open select pselect6 poll ppoll
   _llseek fanotify_init io_uring_setup memfd_secret landlock_create_ruleset pidfd_open fsopen mq_open`.split(
    /\s+/,
  ),
);

const byClass = Object.entries(lists).map(([name, calls]) => [name, new Set(calls.split(/\s+/))]);

/** i386 has several generations of calls that are one call elsewhere: stat, oldstat, stat64. */
const generation = /^(?:old|_new|new|_)|(?:_time64|_time32|64|32)$/g;

/** In alphabetical order. `args` is undefined where nobody knows the arguments. */
export function classesOf(call, args, argsOf) {
  const first = call.replaceAll(generation, "");
  if (!args && first !== call && argsOf(first)) return classesOf(first, argsOf(first), argsOf);
  const kinds = new Set(args?.map(({ kind }) => kind));
  const classes = byClass.filter(([, calls]) => calls.has(call)).map(([name]) => name);
  if (kinds.has("PATH") || alsoFile.has(call)) classes.push("file");
  if (kinds.has("FD") || kinds.has("DIRFD") || alsoDescriptor.has(call)) classes.push("desc");
  return classes.sort();
}
