/*
 * What an argument is, by its call, its name and its C type: the name of a kind in
 * packages/probe-syscall/src/kinds. The first rule that fits wins. `call.name` patterns are
 * regular expressions for the whole; the order is from the particular to the general.
 */

/** By call and name of the argument. */
const particular = [
  /* Flags and enumerations, by the names that core has for their types. */
  ["open(at)?\\.flags|mq_open\\.oflag|open_by_handle_at\\.flags", "OPEN_FLAGS"],
  ["(pipe2|dup3)\\.flags", "FD_FLAGS"],
  ["umask\\.mask", "MODE"],
  ["execveat\\.flags", "EXEC_FLAGS"],
  ["unlinkat\\.flag", "UNLINKAT_FLAG"],
  ["(newfstatat|fchownat|linkat|fchmodat2|utimensat|name_to_handle_at)\\.flags?", "AT_FLAGS"],
  ["statx\\.flags", "STATX_FLAGS"],
  ["statx\\.mask", "STATX_MASK"],
  ["faccessat2\\.flags", "FACCESSAT_FLAGS"],
  ["(access|faccessat2?)\\.mode", "ACCESS_MODE"],
  ["fcntl\\.cmd", "FCNTL_CMD"],
  ["lseek\\.whence", "SEEK"],
  ["renameat2\\.flags", "RENAME_FLAGS"],
  ["p(read|write)v2\\.flags", "RW_FLAGS"],
  ["sync_file_range\\.flags", "SYNC_RANGE_FLAGS"],
  ["fallocate\\.mode", "FALLOCATE_MODE"],
  ["fadvise64\\.advice", "FADVISE"],
  ["flock\\.cmd", "FLOCK_OP"],
  ["(f|l)?setxattr\\.flags", "XATTR_FLAGS"],
  ["(splice|tee|vmsplice)\\.flags", "SPLICE_FLAGS"],
  ["close_range\\.flags", "CLOSE_RANGE_FLAGS"],
  ["inotify_add_watch\\.mask", "INOTIFY_MASK"],
  ["inotify_init1\\.flags", "INOTIFY_INIT_FLAGS"],
  ["mount\\.flags", "MOUNT_FLAG"],
  ["umount2\\.flags", "UMOUNT_FLAG"],
  ["open_tree(_attr)?\\.flags", "OPEN_TREE_FLAGS"],
  ["move_mount\\.flags", "MOVE_MOUNT_FLAGS"],
  ["fsopen\\.flags", "FSOPEN_FLAGS"],
  ["fspick\\.flags", "FSPICK_FLAGS"],
  ["fsconfig\\.cmd", "FSCONFIG_CMD"],
  ["fsmount\\.flags", "FSMOUNT_FLAGS"],
  ["fsmount\\.attr_flags", "MOUNT_ATTR"],
  ["(mmap|mprotect|pkey_mprotect|remap_file_pages)\\.prot", "MMAP_PROT"],
  ["mmap\\.flags", "MMAP_FLAG"],
  ["(process_)?madvise\\.behavior", "MADVISE"],
  ["msync\\.flags", "MSYNC_FLAGS"],
  ["mremap\\.flags", "MREMAP_FLAGS"],
  ["mlock2\\.flags", "MLOCK_FLAGS"],
  ["mlockall\\.flags", "MLOCKALL_FLAGS"],
  ["memfd_create\\.flags", "MEMFD_FLAGS"],
  ["shmget\\.shmflg", "SHMGET_FLAGS"],
  ["shmat\\.shmflg", "SHMAT_FLAGS"],
  ["(semget\\.sem|msgget\\.msg)flg", "IPC_FLAGS"],
  ["clone\\.clone_flags", "CLONE_FLAG"],
  ["unshare\\.unshare_flags|setns\\.flags", "UNSHARE_FLAGS"],
  ["rt_sigprocmask\\.how", "SIGMASK_HOW"],
  ["signalfd4\\.flags", "SIGNALFD_FLAGS"],
  ["(wait4|waitid)\\.options", "WAIT_OPTIONS"],
  ["waitid\\.which", "WAIT_ID"],
  ["ptrace\\.request", "PTRACE_REQ"],
  ["(get|set)priority\\.which", "PRIO_WHICH"],
  ["getrusage\\.who", "RUSAGE_WHO"],
  ["((get|set)rlimit|prlimit64)\\.resource", "RESOURCE"],
  ["sched_\\w+\\.policy", "SCHED_POLICY"],
  ["prctl\\.option", "PRCTL_OP"],
  ["arch_prctl\\.option", "ARCH_PRCTL_OP"],
  ["seccomp\\.op", "SECCOMP_OP"],
  ["personality\\.personality", "PERSONALITY"],
  ["keyctl\\.option", "KEYCTL_OP"],
  ["bpf\\.cmd", "BPF_CMD"],
  ["membarrier\\.cmd", "MEMBARRIER_CMD"],
  ["kcmp\\.type", "KCMP_TYPE"],
  ["reboot\\.cmd", "REBOOT_CMD"],
  ["finit_module\\.flags|delete_module\\.flags", "MODULE_FLAGS"],
  ["perf_event_open\\.flags", "PERF_FLAGS"],
  ["pidfd_open\\.flags", "PIDFD_FLAGS"],
  ["getrandom\\.flags", "RANDOM_FLAGS"],
  ["io_uring_enter\\.flags", "IO_URING_ENTER_FLAGS"],
  ["io_uring_register\\.opcode", "IO_URING_REGISTER_OP"],
  ["futex\\.op", "FUTEX_OP"],
  ["(clock_\\w+|timer_create)\\.which_clock|timerfd_create\\.clockid", "CLOCK_ID"],
  ["(clock_nanosleep|timer_settime|timerfd_settime)\\.flags", "TIMER_FLAGS"],
  ["timerfd_create\\.flags", "TIMERFD_FLAGS"],
  ["(get|set)itimer\\.which", "ITIMER_WHICH"],
  ["epoll_ctl\\.op", "EPOLL_OP"],
  ["epoll_create1\\.flags", "EPOLL_FLAGS"],
  ["eventfd2\\.flags", "EVENTFD_FLAGS"],
  ["ioctl\\.cmd", "IOCTL_CMD"],
  ["socket(pair)?\\.family", "SOCK_DOM"],
  ["socket(pair)?\\.type", "SOCK_TYPE"],
  ["socket(pair)?\\.protocol", "SOCK_PROTO"],
  ["accept4\\.flags", "SOCK_FLAGS"],
  ["(get|set)sockopt\\.level", "SOCK_LEVEL"],
  ["(get|set)sockopt\\.optname", "SOCK_OPT"],
  ["(sendto|sendmsg|sendmmsg|recvfrom|recvmsg|recvmmsg)\\.flags", "MSG_FLAGS"],
  ["shutdown\\.how", "SHUTDOWN_HOW"],
  ["rseq\\.sig", "HEX"],

  /* Numbers that are not what their C type says. */
  ["mmap\\.fd", "FD"],
  ["mmap\\.off", "HEX"],
  ["p?(read|write)v2?\\.fd", "FD"],
  ["truncate\\.length", "LONG"],
  ["exit(_group)?\\.error_code", "INT"],
  ["semctl\\.arg|fcntl\\.arg|ioctl\\.arg|arch_prctl\\.arg2", "HEX"],

  /* Buffers that the next argument says the length of. */
  [
    "(write|pwrite64)\\.buf|sendto\\.buff|setsockopt\\.optval|(f|l)?setxattr\\.value|add_key\\._payload",
    "BYTES",
  ],
  ["mq_timedsend\\.u_msg_ptr", "BYTES"],
  ["sethostname\\.name|setdomainname\\.name", "BYTES"],

  /* What a call fills in: as many bytes as it returns. */
  ["(read|pread64)\\.buf|recvfrom\\.ubuf|(f|l)?getxattr\\.value", "OUT_BYTES"],
  ["readlink(at)?\\.buf|mq_timedreceive\\.u_msg_ptr", "OUT_BYTES"],
  ["getrandom\\.ubuf", "OUT_RANDOM"],
  ["(getrusage|wait4|waitid)\\.ru", "OUT_RUSAGE"],
  ["getcwd\\.buf", "OUT_STR"],
  ["(f|l)?listxattr\\.list", "OUT_BYTES"],

  /* Arrays and structs. */
  ["pipe2?\\.fildes|socketpair\\.usockvec", "OUT_INT_PAIR"],
  ["(accept4?|getsockname|getpeername|recvfrom)\\.\\w*sockaddr|recvfrom\\.addr", "OUT_SOCKADDR"],
  ["(accept4?|getsockname|getpeername|recvfrom)\\.\\w*(addrlen|sockaddr_len|addr_len)", "SOCKADDR_LENGTH"],
  ["execve(at)?\\.argv", "STR_ARR"],
  ["execve(at)?\\.envp", "ADDRESS"],
  ["clock_gettime\\.tp|clock_getres\\.tp|sched_rr_get_interval\\.interval", "OUT_TIMESPEC"],
  ["(clock_)?nanosleep\\.rmtp", "ADDRESS"],
  ["utimensat\\.utimes", "TIMESPEC_PAIR"],
  ["timerfd_settime\\.utmr|timer_settime\\.new_setting", "ITIMERSPEC"],
  ["timerfd_(set|get)time\\.otmr|timer_settime\\.old_setting|timer_gettime\\.setting", "OUT_ITIMERSPEC"],
  ["gettimeofday\\.tv", "OUT_TIMEVAL"],
  ["setitimer\\.value", "ITIMERVAL"],
  ["getitimer\\.value|setitimer\\.ovalue", "OUT_ITIMERVAL"],
  ["getrlimit\\.rlim|prlimit64\\.old_rlim", "OUT_RLIMIT"],
  ["setrlimit\\.rlim|prlimit64\\.new_rlim", "RLIMIT"],
  ["rt_sigprocmask\\.oset|rt_sigpending\\.uset", "OUT_SIGSET"],
  ["(stat|lstat|fstat|newfstatat)\\.statbuf", "OUT_STAT"],
  ["uname\\.name", "OUT_UTSNAME"],
  ["rt_sigaction\\.act", "SIGACTION"],
  ["rt_sigaction\\.oact", "OUT_SIGACTION"],
  ["wait4\\.stat_addr", "OUT_WAIT_STATUS"],
  ["(getresuid|getresgid)\\.\\w+", "OUT_UINT"],
  ["ioctl\\.fd", "FD"],
  ["(splice|copy_file_range|sendfile)\\.\\w*off\\w*", "FILE_OFFSET"],
];

/** By C type and name. */
const general = [
  ["sockaddr \\*", ".*", "SOCKADDR"],
  ["sigset_t \\*", ".*", "SIGSET"],
  ["__kernel_timespec \\*", ".*", "TIMESPEC"],
  ["__kernel_old_timeval \\*", ".*", "TIMEVAL"],
  ["char \\*", "filename|pathname|path|oldname|newname|(from|to)_pathname|special(file)?|library", "PATH"],
  ["char \\*", "new_root|put_old|dev_name|dir_name", "PATH"],
  ["const char \\*", ".*", "STR"],
  ["char \\*", "type", "STR"],
  ["\\*", ".*", "ADDRESS"],
  ["umode_t$", ".*", "MODE"],
  ["(u|g)id_t$", ".*", "ID"],
  ["pid_t$", ".*", "INT"],
  ["int$", "(\\w*_)?dfd|olddfd|newdfd", "DIRFD"],
  ["(int|mqd_t)$", "(\\w+_)?fd(_in|_out)?|fdin|fdout|oldfd|fildes|epfd|ufd|pidfd|mountdirfd|mqdes", "FD"],
  ["int$", "newfd", "FD"],
  ["int$", "sig", "SIGNAL"],
  ["clockid_t$", ".*", "CLOCK_ID"],
  ["size_t$", ".*", "ULONG"],
  ["(loff_t|off_t|long)$", ".*", "LONG"],
  ["unsigned_long$", "(start|addr|brk|newsp|tls|arg\\d|new_addr|data)", "ADDRESS"],
  ["(unsigned|unsigned int|u32|__u32|qid_t|rwf_t)$", "\\w*flags?|mask|cmd|op", "HEX"],
  ["(int)$", "\\w*flags?|\\w*flg", "HEX"],
  ["(unsigned_long|u64|__u64|aio_context_t)$", "\\w*flags|mask|ctx(_id)?", "HEX"],
  ["(unsigned_long|u64|__u64|uintptr_t|aio_context_t)$", ".*", "ULONG"],
  ["(unsigned|unsigned int|u32|__u32|qid_t|rwf_t)$", ".*", "UINT"],
  [".*", ".*", "INT"],
];

const whole = (pattern) => new RegExp(`^(?:${pattern})$`);
const particularRules = particular.map(([pattern, kind]) => [whole(pattern), kind]);
const generalRules = general.map(([type, name, kind]) => [new RegExp(`(^|\\W)${type}`), whole(name), kind]);

/* `unsigned long` would also fit a rule for `long`. */
const plain = (type) =>
  type
    .replaceAll(/\b(struct|enum)\b ?/g, "")
    .replace("unsigned long", "unsigned_long")
    .trim();

/** @param argument its name and C type */
export function argumentKind(call, { name, type }) {
  const rule = particularRules.find(([pattern]) => pattern.test(`${call}.${name}`));
  if (rule) return rule[1];
  return generalRules.find(([ofType, ofName]) => ofType.test(plain(type)) && ofName.test(name))[2];
}
