/*
 * How many of its arguments a call takes, where that depends on their values. What is in the
 * registers beyond is whatever was there before.
 */

type Values = Readonly<Record<string, unknown>>;

const has = (value: unknown, ...words: string[]) =>
  typeof value === "string" && value.split("|").some((word) => words.includes(word));

const withMode = (flags: unknown) => has(flags, "O_CREAT", "O_TMPFILE");
const isDevice = (mode: unknown) => has(mode, "S_IFCHR", "S_IFBLK");

const fcntlWithout = [
  "F_GETFD",
  "F_GETFL",
  "F_GETOWN",
  "F_GETSIG",
  "F_GETLEASE",
  "F_GETPIPE_SZ",
  "F_GET_SEALS",
];

/** By operation, without FUTEX_PRIVATE_FLAG and FUTEX_CLOCK_REALTIME; others take all six. */
const futexTaken: Readonly<Record<string, number>> = {
  FUTEX_WAIT: 4,
  FUTEX_WAKE: 3,
  FUTEX_FD: 3,
  FUTEX_REQUEUE: 5,
  FUTEX_LOCK_PI: 4,
  FUTEX_UNLOCK_PI: 2,
  FUTEX_TRYLOCK_PI: 2,
};

function futexOperation(op: unknown): string {
  return (
    String(op)
      .split("|")[0]
      ?.replace(/_PRIVATE$/, "") ?? ""
  );
}

/** prctl's operations with fewer than five arguments. */
const prctlTaken: readonly (readonly [taken: number, operations: string])[] = [
  [1, "PR_GET_DUMPABLE PR_GET_KEEPCAPS PR_GET_TIMING PR_GET_SECCOMP PR_GET_TIMERSLACK PR_GET_SECUREBITS"],
  [1, "PR_TASK_PERF_EVENTS_DISABLE PR_TASK_PERF_EVENTS_ENABLE"],
  [2, "PR_SET_NAME PR_GET_NAME PR_SET_PDEATHSIG PR_GET_PDEATHSIG PR_SET_DUMPABLE PR_SET_KEEPCAPS"],
  [2, "PR_CAPBSET_READ PR_CAPBSET_DROP PR_SET_TIMERSLACK PR_SET_SECUREBITS PR_SET_CHILD_SUBREAPER"],
  [2, "PR_GET_CHILD_SUBREAPER PR_SET_PTRACER PR_GET_TID_ADDRESS"],
];

const rules: Readonly<Record<string, (values: Values) => number>> = {
  open: ({ flags }) => (withMode(flags) ? 3 : 2),
  openat: ({ flags }) => (withMode(flags) ? 4 : 3),
  mq_open: ({ oflag }) => (withMode(oflag) ? 4 : 2),
  mknod: ({ mode }) => (isDevice(mode) ? 3 : 2),
  mknodat: ({ mode }) => (isDevice(mode) ? 4 : 3),
  mremap: ({ flags }) => (has(flags, "MREMAP_FIXED", "MREMAP_DONTUNMAP") ? 5 : 4),
  fcntl: ({ cmd }) => (fcntlWithout.includes(String(cmd)) ? 2 : 3),
  futex: ({ op }) => futexTaken[futexOperation(op)] ?? 6,
  prctl: ({ option }) =>
    prctlTaken.find(([, operations]) => operations.split(" ").includes(String(option)))?.[0] ?? 5,
};

export function takenArguments(syscall: string, values: Values): number {
  return rules[syscall]?.(values) ?? Number.POSITIVE_INFINITY;
}
