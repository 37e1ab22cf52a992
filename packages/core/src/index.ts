export { z } from "zod";
export type { ArgType, ArgTypes } from "./args/arg-type.js";
export { BYTES, NONE, STR, STR_ARR } from "./args/bytes.js";
export { EPOLL_FLAGS, EPOLL_OP, ERRNO, EVENTFD_FLAGS, IOCTL_CMD } from "./args/event-flags.js";
export {
  ACCESS_MODE,
  AT_FLAGS,
  CLOSE_RANGE_FLAGS,
  DIRFD,
  EXEC_FLAGS,
  FACCESSAT_FLAGS,
  FADVISE,
  FALLOCATE_MODE,
  FCNTL_CMD,
  FD_FLAGS,
  FLOCK_OP,
  FSCONFIG_CMD,
  FSMOUNT_FLAGS,
  FSOPEN_FLAGS,
  FSPICK_FLAGS,
  INOTIFY_INIT_FLAGS,
  INOTIFY_MASK,
  MODE,
  MOUNT_ATTR,
  MOUNT_FLAG,
  MOVE_MOUNT_FLAGS,
  OPEN_FLAGS,
  OPEN_RESOLVE,
  OPEN_TREE_FLAGS,
  RENAME_FLAGS,
  RW_FLAGS,
  SEEK,
  SPLICE_FLAGS,
  STATX_FLAGS,
  STATX_MASK,
  SYNC_RANGE_FLAGS,
  UMOUNT_FLAG,
  UNLINKAT_FLAG,
  XATTR_FLAGS,
} from "./args/file-flags.js";
export { ipv4Text, ipv6Text } from "./args/ip-address.js";
export { argTypes } from "./args/mask.js";
export {
  IPC_FLAGS,
  MADVISE,
  MEMFD_FLAGS,
  MLOCK_FLAGS,
  MLOCKALL_FLAGS,
  MMAP_FLAG,
  MMAP_PROT,
  MREMAP_FLAGS,
  MSYNC_FLAGS,
  SHMAT_FLAGS,
  SHMGET_FLAGS,
} from "./args/memory-flags.js";
export { modeText } from "./args/octal-mode.js";
export {
  ARCH_PRCTL_OP,
  BPF_CMD,
  CAP,
  CLOCK_ID,
  CLONE_FLAG,
  FUTEX_OP,
  IO_URING_ENTER_FLAGS,
  IO_URING_REGISTER_OP,
  ITIMER_WHICH,
  KCMP_TYPE,
  KEYCTL_OP,
  MEMBARRIER_CMD,
  MODULE_FLAGS,
  PERF_FLAGS,
  PERSONALITY,
  PIDFD_FLAGS,
  PRCTL_OP,
  PRIO_WHICH,
  PTRACE_REQ,
  RANDOM_FLAGS,
  REBOOT_CMD,
  RESOURCE,
  RUSAGE_WHO,
  SCHED_POLICY,
  SECCOMP_FLAGS,
  SECCOMP_OP,
  SIGMASK_HOW,
  SIGNAL,
  SIGNALFD_FLAGS,
  signalName,
  TIMER_FLAGS,
  TIMERFD_FLAGS,
  UNSHARE_FLAGS,
  WAIT_ID,
  WAIT_OPTIONS,
} from "./args/process-flags.js";
export { INT, LONG, POINTER, UINT, ULONG } from "./args/scalars.js";
export {
  MSG_FLAGS,
  SHUTDOWN_HOW,
  SOCK_DOM,
  SOCK_FLAGS,
  SOCK_LEVEL,
  SOCK_OPT,
  SOCK_PROTO,
  SOCK_TYPE,
} from "./args/socket.js";
export { SOCKADDR, type SocketAddress } from "./args/socket-address.js";
export { CRED, type Credentials, FILE, INT_PAIR, TIMESPEC, type TimeSpec } from "./args/structs.js";
export type { SymbolType } from "./args/symbolic.js";
export {
  type ArgsField,
  type ArgValues,
  arg,
  argAddress,
  argFamily,
  argPort,
  args,
} from "./contract/args.js";
export { type ArgAddress, argsBy } from "./contract/args-by.js";
export {
  type AttachKind,
  type AttachOptions,
  type AttachPlan,
  type AttachSpec,
  type Constants,
  cgroup,
  fentry,
  fexit,
  iter,
  kprobe,
  kretprobe,
  kretsyscall,
  ksyscall,
  lsm,
  perfEvent,
  plan,
  rawTracepoint,
  tpBtf,
  tracepoint,
  uprobe,
  uretprobe,
  usdt,
} from "./contract/attach.js";
export {
  boolean,
  durationMs,
  enumeration,
  errno,
  type Field,
  type FieldOptions,
  type Fields,
  type FieldValues,
  flag,
  group,
  id,
  integer,
  type JsonSchema,
  mapped,
  string,
  strings,
  text,
} from "./contract/fields.js";
export {
  type Histogram,
  type HistogramBucket,
  type HistogramGroup,
  type HistogramSpec,
  type HistogramUnit,
  histogram,
} from "./contract/histogram.js";
export {
  type AnyProbe,
  apiVersion,
  type Column,
  defineProbe,
  type MapSettings,
  type OptionsSchema,
  type Probe,
  type ProbeDefinition,
  type ProbeEvent,
  type ProbeOptions,
  type ProbeRow,
  requireProbe,
  type Visibility,
} from "./contract/probe.js";
export { type EventBase, type EventContext, type RecordSpec, record } from "./contract/record.js";
export {
  type RowBase,
  type TableOrder,
  type TableSnapshot,
  type TableSpec,
  table,
} from "./contract/table.js";
export { bytesToText, textToBytes } from "./decode/bytes-to-text.js";
export { rowJson } from "./decode/row-json.js";
export { ProbeError, type ProbeErrorDetails } from "./errors/probe-error.js";
export { type ErrorCode, errorCodes } from "./errors/registry.js";
export { suggest } from "./errors/suggest.js";
export type * from "./kernel/btf.js";
export type * from "./kernel/kernel.js";
export type {
  EventManifest,
  HistogramManifest,
  OptionManifest,
  PlanManifest,
  ProbeManifest,
  TableManifest,
} from "./manifest/manifest.js";
export { includeDirectory } from "./objects.js";
export type { RefusedPlan } from "./session/choose-plan.js";
export type { FilterList, SessionFilter } from "./session/filter.js";
export type { LogLevel, LogLine } from "./session/log.js";
export { type LossCause, type LossCount, lossCauses } from "./session/loss.js";
export { openSession, type SessionEvent, type SessionRow } from "./session/open.js";
export { type ProbeUse, type SessionOptions, use } from "./session/options.js";
export { type AttachedProbe, Session, type SessionStats } from "./session/session.js";
export type { EventStream } from "./session/stream.js";
export { inOrder } from "./session/tables.js";
export {
  maxVisibilityEntries,
  type NamespacePair,
  scopes,
  type VisibilityEntry,
  VisibilityMap,
  visibilityMapName,
} from "./session/visibility.js";
