// Which constants make which tables, and in which files they are.
//
//	match, except	the names, out of all that `include` defines
//	of		the enum, where names have nothing in common
//	flags		bits, not numbers
//	first, last	names that strace has before and after the others
//	called		names that strace and the manual pages have otherwise
//	only		for the one architecture that has them

const fcntl = ["linux/fcntl.h"];
const fs = ["linux/types.h", "linux/fs.h"];
const mount = ["linux/mount.h"];
const mman = ["linux/mman.h"];
const socket = ["sys/socket.h"];
const time = ["linux/time.h"];
const io_uring = ["linux/io_uring.h"];

const flags = true;

const file = [
  { name: "accessModes", include: fcntl, match: /^O_(RDONLY|WRONLY|RDWR|ACCMODE)$/ },
  {
    ...{ name: "openFlags", include: fcntl, flags, match: /^(O_|__O_TMPFILE$|FASYNC$)/ },
    except: /^O_(RDONLY|WRONLY|RDWR|ACCMODE|NDELAY|TMPFILE_MASK)$/,
    last: ["O_TMPFILE", "__O_TMPFILE", "O_DIRECTORY", "FASYNC"],
  },
  { name: "resolveFlags", include: ["linux/openat2.h"], flags, match: /^RESOLVE_/ },
  { name: "fileTypes", include: ["linux/stat.h"], match: /^S_IF/, except: /^S_IFMT$/ },
  {
    name: "fcntlCommands",
    include: fcntl,
    match: /^F_/,
    except: /^F_(OK|(RD|WR|UN|EX|SH)LCK|OWNER_.*|SEAL_.*|LINUX_.*)$/,
  },
  {
    ...{ name: "atFlags", include: fcntl, flags, match: /^AT_/ },
    except: /^AT_(FDCWD|EACCESS|STATX_.*|HANDLE_.*)$/,
  },
  { name: "statxSync", include: fcntl, flags, match: /^AT_STATX_(FORCE|DONT)_SYNC$/ },
  {
    name: "statxMask",
    include: ["linux/stat.h"],
    flags,
    match: /^STATX_/,
    except: /^STATX_(ATTR_.*|_RESERVED)$/,
  },
  { name: "seekWhence", include: fs, match: /^SEEK_/, except: /^SEEK_MAX$/ },
  { name: "renameFlags", include: fs, flags, match: /^RENAME_/ },
  { name: "readWriteFlags", include: fs, flags, match: /^RWF_/, except: /^RWF_SUPPORTED$/ },
  { name: "syncRangeFlags", include: fs, flags, match: /^SYNC_FILE_RANGE_/, except: /_AND_WAIT$/ },
  { name: "allocateModes", include: ["linux/falloc.h"], flags, match: /^FALLOC_FL_/ },
  { name: "fileAdvice", include: ["linux/fadvise.h"], match: /^POSIX_FADV_/ },
  { name: "lockOperations", include: fcntl, flags, match: /^LOCK_/ },
  { name: "xattrFlags", include: ["linux/xattr.h"], flags, match: /^XATTR_(CREATE|REPLACE)$/ },
  { name: "closeRangeFlags", include: ["linux/close_range.h"], flags, match: /^CLOSE_RANGE_/ },
  {
    name: "inotifyFlags",
    include: ["linux/inotify.h"],
    flags,
    match: /^IN_/,
    except: /^IN_(CLOSE|MOVE|ALL_EVENTS|CLOEXEC|NONBLOCK)$/,
  },
  { name: "inotifyInitFlags", include: ["linux/inotify.h"], flags, match: /^IN_(CLOEXEC|NONBLOCK)$/ },
];

const mounts = [
  { name: "mountFlags", include: mount, flags, match: /^MS_/, except: /^MS_(RMT_MASK|VERBOSE|MGC_.*)$/ },
  { name: "mountMagic", include: mount, flags, match: /^MS_MGC_VAL$/ },
  { name: "openTreeFlags", include: [...fcntl, ...mount], flags, match: /^OPEN_TREE_/ },
  { name: "moveMountFlags", include: mount, flags, match: /^MOVE_MOUNT_/, except: /_MASK$/ },
  { name: "fsopenFlags", include: mount, flags, match: /^FSOPEN_/ },
  { name: "fspickFlags", include: mount, flags, match: /^FSPICK_/ },
  { name: "fsconfigCommands", include: mount, of: "fsconfig_command" },
  { name: "fsmountFlags", include: mount, flags, match: /^FSMOUNT_/ },
  {
    ...{ name: "mountAttributes", include: mount, flags, match: /^MOUNT_ATTR_/ },
    except: /^MOUNT_ATTR_(RELATIME|_ATIME|SIZE_.*)$/,
  },
];

const memory = [
  { name: "memoryProtection", include: mman, flags, match: /^PROT_/, except: /^PROT_NONE$/ },
  { name: "mapTypes", include: mman, match: /^MAP_(FILE|SHARED|PRIVATE|SHARED_VALIDATE)$/ },
  {
    ...{ name: "mapFlags", include: mman, flags, match: /^MAP_/ },
    except: /^MAP_(FILE|SHARED|PRIVATE|SHARED_VALIDATE|TYPE|HUGE_.*|UNINITIALIZED)$/,
    first: ["MAP_FIXED", "MAP_ANONYMOUS", "MAP_32BIT", "MAP_NORESERVE", "MAP_POPULATE", "MAP_NONBLOCK"],
  },
  { name: "memoryAdvice", include: mman, match: /^MADV_/ },
  { name: "msyncFlags", include: mman, flags, match: /^MS_(A?SYNC|INVALIDATE)$/, first: ["MS_SYNC"] },
  { name: "mremapFlags", include: mman, flags, match: /^MREMAP_/ },
  { name: "mlockFlags", include: mman, flags, match: /^MLOCK_/ },
  { name: "mlockallFlags", include: mman, flags, match: /^MCL_/ },
  {
    ...{ name: "memfdFlags", include: ["linux/memfd.h"], flags, match: /^MFD_/ },
    except: /^MFD_HUGE_/,
  },
  {
    name: "memoryPolicies",
    include: ["linux/mempolicy.h"],
    match: /^MPOL_(DEFAULT|PREFERRED|BIND|INTERLEAVE|LOCAL|PREFERRED_MANY)$/,
  },
];

const process = [
  {
    ...{ name: "cloneFlags", include: ["linux/sched.h"], flags, match: /^CLONE_/ },
    except: /^CLONE_(ARGS_.*|CLEAR_SIGHAND|INTO_CGROUP)$/,
  },
  {
    ...{
      name: "waitOptions",
      include: ["linux/wait.h"],
      flags,
      match: /^(W|__W)[A-Z]+$/,
      except: /^WUNTRACED$/,
    },
    first: ["WNOHANG", "WEXITED"],
    last: ["__WCLONE", "__WALL", "__WNOTHREAD"],
  },
  { name: "waitIds", include: ["linux/wait.h"], match: /^P_/ },
  {
    ...{ name: "ptraceRequests", include: ["linux/ptrace.h", "asm/ptrace.h"], match: /^PTRACE_/ },
    except: /^PTRACE_(O_.*|EVENT_.*|EVENTMSG_.*|SYSCALL_INFO_.*|PEEKSIGINFO_SHARED|OLDSETOPTIONS)$/,
    called: { PTRACE_PEEKUSR: "PTRACE_PEEKUSER", PTRACE_POKEUSR: "PTRACE_POKEUSER" },
  },
  { name: "capabilities", include: ["linux/capability.h"], match: /^CAP_/, except: /^CAP_(LAST_CAP|TO_.*)$/ },
  { name: "priorityKinds", include: ["linux/resource.h"], match: /^PRIO_/, except: /^PRIO_(MIN|MAX)$/ },
  { name: "usageSubjects", include: ["linux/resource.h"], match: /^RUSAGE_/, except: /_BOTH$/ },
  { name: "resources", include: ["linux/resource.h"], match: /^RLIMIT_/ },
  {
    ...{ name: "schedulingPolicies", include: ["linux/sched.h"], match: /^SCHED_/ },
    except: /^SCHED_(FLAG_.*|RESET_.*|ATTR_.*)$/,
    called: { SCHED_NORMAL: "SCHED_OTHER" },
  },
  { name: "resetOnFork", include: ["linux/sched.h"], flags, match: /^SCHED_RESET_ON_FORK$/ },
  {
    ...{ name: "futexOperations", include: ["linux/futex.h"], match: /^FUTEX_/ },
    except:
      /^FUTEX_(.*_PRIVATE|PRIVATE_FLAG|CLOCK_REALTIME|CMD_MASK|WAITERS|OWNER_DIED|TID_MASK|BITSET_MATCH_ANY|OP_.*|32|WAITV_MAX)$/,
  },
  {
    name: "personalities",
    include: ["linux/personality.h"],
    match: /^PER_(LINUX|BSD|LINUX32|RISCOS|OSF4|HPUX)$/,
  },
  {
    ...{ name: "personalityFlags", include: ["linux/personality.h"], flags },
    match:
      /^(ADDR_.*|MMAP_PAGE_ZERO|READ_IMPLIES_EXEC|SHORT_INODE|WHOLE_SECONDS|STICKY_TIMEOUTS|UNAME26|FDPIC_FUNCPTRS)$/,
  },
  { name: "kcmpTypes", include: ["linux/kcmp.h"], of: "kcmp_type", except: /^KCMP_TYPES$/ },
  { name: "pidfdFlags", include: ["linux/pidfd.h"], flags, match: /^PIDFD_/ },
];

const prctl = [
  {
    ...{ name: "prctlOperations", include: ["linux/prctl.h"] },
    match: /^PR_(GET|SET|CAPBSET|CAP_AMBIENT|MCE_KILL|TASK_PERF|SVE|SME|PAC|SCHED_CORE|MPX|RISCV)/,
    except:
      /^PR_(SET_MM_.*|SET_PTRACER_ANY|CAP_AMBIENT_.*|MCE_KILL_(CLEAR|SET|LATE|EARLY|DEFAULT)|SCHED_CORE_.*|(SVE|SME)_(VL|SET_VL_).*|PAC_AP.*|PAC_(GET|SET)_ENABLED_.*_.*)$/,
  },
  {
    name: "archPrctlOperations",
    include: ["asm/prctl.h"],
    match: /^ARCH_/,
    except: /^ARCH_MAP_/,
    only: "x64",
  },
  { name: "seccompOperations", include: ["linux/seccomp.h"], match: /^SECCOMP_(SET_MODE_|GET_)/ },
  { name: "seccompFlags", include: ["linux/seccomp.h"], flags, match: /^SECCOMP_FILTER_FLAG_/ },
];

const facilities = [
  {
    name: "keyctlOperations",
    include: ["linux/keyctl.h"],
    match: /^KEYCTL_/,
    except: /^KEYCTL_(SUPPORTS_.*|MOVE_EXCL|CAPS\d.*)$/,
  },
  { name: "bpfCommands", include: ["linux/bpf.h"], of: "bpf_cmd", except: /^BPF_PROG_RUN$/ },
  {
    name: "membarrierCommands",
    include: ["linux/membarrier.h"],
    of: "membarrier_cmd",
    except: /^MEMBARRIER_CMD_SHARED$/,
  },
  { name: "rebootCommands", include: ["linux/reboot.h"], match: /^LINUX_REBOOT_CMD_/ },
  { name: "moduleFlags", include: ["linux/module.h"], flags, match: /^MODULE_INIT_/ },
  { name: "perfFlags", include: ["linux/perf_event.h"], flags, match: /^PERF_FLAG_/ },
  { name: "randomFlags", include: ["linux/random.h"], flags, match: /^GRND_/ },
  { name: "uringEnterFlags", include: io_uring, flags, match: /^IORING_ENTER_/ },
  {
    name: "uringRegisterOperations",
    include: io_uring,
    match: /^IORING_(UN)?REGISTER_/,
    except: /^IORING_REGISTER_(LAST|FILES_SKIP)$/,
  },
];

const clocks = [
  { name: "clockIds", include: time, match: /^CLOCK_/ },
  { name: "timerFlags", include: time, flags, match: /^TIMER_ABSTIME$/ },
  { name: "intervalTimers", include: time, match: /^ITIMER_/ },
  {
    name: "timerfdFlags",
    include: ["linux/timerfd.h"],
    flags,
    match: /^TFD_/,
    except: /_FLAGS$|_IOC_/,
    last: ["TFD_NONBLOCK"],
  },
];

const signals = [
  {
    ...{ name: "signalNumbers", include: ["linux/signal.h"], match: /^SIG[A-Z0-9]+$/ },
    except: /^SIG(RTMIN|RTMAX|STKSZ|IOT|POLL|UNUSED|EV)$/,
  },
  { name: "signalMaskChanges", include: ["linux/signal.h"], match: /^SIG_(BLOCK|UNBLOCK|SETMASK)$/ },
  { name: "signalfdFlags", include: ["linux/signalfd.h"], flags, match: /^SFD_/, last: ["SFD_NONBLOCK"] },
];

const sockets = [
  { name: "addressFamilies", include: socket, match: /^AF_/, except: /^AF_(LOCAL|FILE|ROUTE|MAX)$/ },
  { name: "socketTypes", include: socket, match: /^SOCK_/, except: /^SOCK_(CLOEXEC|NONBLOCK)$/ },
  {
    name: "socketFlags",
    include: socket,
    flags,
    match: /^SOCK_(CLOEXEC|NONBLOCK)$/,
    first: ["SOCK_CLOEXEC"],
  },
  {
    ...{ name: "messageFlags", include: socket, flags, match: /^MSG_/, except: /^MSG_TRYHARD$/ },
    called: { MSG_PROXY: "MSG_PROBE" },
  },
  { name: "shutdownDirections", include: socket, match: /^SHUT_/ },
  {
    name: "optionLevels",
    include: [...socket, "netinet/tcp.h", "netinet/udp.h", "netinet/in.h"],
    match: /^SOL_/,
  },
  { name: "spliceFlags", include: ["fcntl.h"], flags, match: /^SPLICE_F_/ },
  { name: "accessChecks", include: ["unistd.h"], flags, match: /^[RWX]_OK$/, first: ["R_OK", "W_OK"] },
  { name: "eventfdFlags", include: ["sys/eventfd.h"], flags, match: /^EFD_/, last: ["EFD_NONBLOCK"] },
  {
    name: "sharedMemoryFlags",
    include: ["sys/shm.h"],
    flags,
    match: /^(IPC_(CREAT|EXCL)|SHM_(HUGETLB|NORESERVE))$/,
  },
  { name: "attachFlags", include: ["sys/shm.h"], flags, match: /^SHM_(RDONLY|RND|REMAP|EXEC)$/ },
  { name: "umountFlags", include: ["sys/mount.h"], flags, match: /^(MNT_[A-Z]+|UMOUNT_NOFOLLOW)$/ },
];

const socketOptions = [
  { name: "protocols", include: ["linux/in.h"], match: /^IPPROTO_/, except: /^IPPROTO_MAX$/ },
  {
    ...{ name: "netlinkProtocols", include: ["linux/netlink.h"] },
    match:
      /^NETLINK_(ROUTE|UNUSED|USERSOCK|FIREWALL|SOCK_DIAG|NFLOG|XFRM|SELINUX|ISCSI|AUDIT|FIB_LOOKUP|CONNECTOR|NETFILTER|IP6_FW|DNRTMSG|KOBJECT_UEVENT|GENERIC|SCSITRANSPORT|ECRYPTFS|RDMA|CRYPTO|SMC)$/,
  },
  {
    ...{ name: "socketOptions", include: ["linux/socket.h", "asm/socket.h"], match: /^SO_/ },
    except: /^SO_(GET_FILTER|DETACH_BPF|.*_OLD)$/,
  },
  {
    name: "tcpOptions",
    include: ["linux/tcp.h"],
    match: /^TCP_[A-Z0-9_]+$/,
    except:
      /^TCP_(MD5SIG_.*|RECEIVE_ZEROCOPY_FLAG_.*|REPAIR_O.*|NO_QUEUE|(RECV|SEND)_QUEUE|QUEUES_NR|CA_.*|NLA_.*|CM_INQ|RESERVED_BITS|FLAG_.*|DATA_OFFSET|ESTABLISHED|MSS_.*)$/,
  },
  { name: "udpOptions", include: ["linux/udp.h"], match: /^UDP_[A-Z0-9_]+$/, except: /^UDP_ENCAP_/ },
  {
    name: "ipOptions",
    include: ["linux/in.h"],
    match: /^(IP|MCAST)_[A-Z0-9_]+$/,
    except: /^(IP_(DEFAULT_.*|MAX_.*|PMTUDISC_.*|RECVRETOPTS|RECVORIGDSTADDR)|MCAST_(EX|IN)CLUDE)$/,
  },
  {
    name: "ipv6Options",
    include: ["linux/in.h", "linux/in6.h"],
    match: /^IPV6_[A-Z0-9_]+$/,
    except: /^IPV6_(FL_.*|PMTUDISC_.*|PREFER_.*|PRIORITY_.*|TLV_.*|RECVORIGDSTADDR|FLOWINFO_.*)$/,
  },
];

const events = [
  { name: "epollOperations", include: ["linux/eventpoll.h"], match: /^EPOLL_CTL_/ },
  { name: "epollFlags", include: ["linux/eventpoll.h"], flags, match: /^EPOLL_CLOEXEC$/ },
];

const ioctls = [
  {
    ...{
      name: "ioctlCommands",
      include: ["stddef.h", "linux/termios.h", "asm/ioctls.h", "linux/sockios.h", "linux/fs.h"],
    },
    match: /^(TC|TIOC|FIO|SIOC|FS_IOC_|FI(CLONE|DEDUPE|FREEZE|THAW|TRIM|BMAP|GETBSZ)|BLK)[A-Z0-9_]*$/,
    except:
      /^(TIOC(PKT|SER_TEMT|INQ)|TIOC(PKT|M)_.*|TC(I|O|IO)(FLUSH|ON|OFF)|TCOO.*|TCSA(NOW|DRAIN|FLUSH)|SIOC(IN|OUT)Q|SIOCGSTAMP(NS)?|.*ISO7816|BLKTRACESETUP|FS_IOC_FIEMAP)$/,
  },
];

const errors = [
  {
    name: "errorNumbers",
    include: ["linux/errno.h"],
    match: /^E[A-Z0-9]+$/,
    except: /^E(WOULDBLOCK|DEADLOCK|NOTSUP)$/,
  },
];

/** A file each. What the kernel's headers lack, because it is not for user space there, the C library's have. */
export const topics = [
  { file: "file", tables: file },
  { file: "mount", tables: mounts },
  { file: "memory", tables: memory },
  { file: "process", tables: process },
  { file: "prctl", tables: prctl },
  { file: "facilities", tables: facilities },
  { file: "time", tables: clocks },
  { file: "signal", tables: signals },
  { file: "socket-options", tables: socketOptions },
  { file: "event", tables: events },
  { file: "ioctl", tables: ioctls },
  { file: "errno", tables: errors },
  { file: "libc", source: "libc", tables: sockets },
];
