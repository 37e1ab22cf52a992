import { type BitField, constantName, hex, numberText } from "./bits.js";
import * as facilities from "./constants/facilities.js";
import * as prctl from "./constants/prctl.js";
import * as process from "./constants/process.js";
import * as signal from "./constants/signal.js";
import * as time from "./constants/time.js";
import { flagType, longFlagType, numberType, symbol } from "./symbolic.js";

const knownSignal = constantName(signal.signalNumbers);

/** The first real-time signal, as the kernel counts: the C library keeps two of them for itself. */
const firstRealTime = 32;
const lastSignal = 64;

/** `SIGCHLD`, `SIGRT_3`; what is no signal, 0 among it, as a number. */
export function signalName(number: number): string {
  if (number < firstRealTime || number > lastSignal) return knownSignal(number) ?? String(number);
  return number === firstRealTime ? "SIGRTMIN" : `SIGRT_${number - firstRealTime}`;
}

/** CSIGNAL: what the child sends when it ends. */
const exitSignal: BitField = {
  mask: 0xff,
  last: true,
  text: (number) => (number ? signalName(number) : ""),
};

/** What clone takes: `CLONE_VM|CLONE_VFORK|SIGCHLD`. */
export const CLONE_FLAG = longFlagType("CLONE_FLAG", { flags: process.cloneFlags, fields: [exitSignal] });

/** What unshare and setns take, which send no signal. */
export const UNSHARE_FLAGS = longFlagType("UNSHARE_FLAGS", { flags: process.cloneFlags });

export const SIGNAL = symbol("SIGNAL", signalName);
export const SIGMASK_HOW = numberType("SIGMASK_HOW", signal.signalMaskChanges);
export const SIGNALFD_FLAGS = flagType("SIGNALFD_FLAGS", { flags: signal.signalfdFlags });

/** One capability: `CAP_SYS_ADMIN`. */
export const CAP = numberType("CAP", process.capabilities);

export const WAIT_OPTIONS = flagType("WAIT_OPTIONS", { flags: process.waitOptions });
export const WAIT_ID = numberType("WAIT_ID", process.waitIds);
export const PTRACE_REQ = numberType("PTRACE_REQ", process.ptraceRequests);
export const PRIO_WHICH = numberType("PRIO_WHICH", process.priorityKinds);
export const RUSAGE_WHO = numberType("RUSAGE_WHO", process.usageSubjects);
export const RESOURCE = numberType("RESOURCE", process.resources);
export const SCHED_POLICY = flagType("SCHED_POLICY", {
  flags: { SCHED_RESET_ON_FORK: process.resetOnFork.SCHED_RESET_ON_FORK },
  fields: [{ mask: ~process.resetOnFork.SCHED_RESET_ON_FORK, text: numberText(process.schedulingPolicies) }],
});
export const PRCTL_OP = numberType("PRCTL_OP", prctl.prctlOperations);
export const ARCH_PRCTL_OP = numberType("ARCH_PRCTL_OP", prctl.archPrctlOperations);
export const SECCOMP_OP = numberType("SECCOMP_OP", prctl.seccompOperations);
export const SECCOMP_FLAGS = flagType("SECCOMP_FLAGS", { flags: prctl.seccompFlags });
export const PERSONALITY = flagType("PERSONALITY", {
  flags: process.personalityFlags,
  fields: [{ mask: 0xff, text: numberText(process.personalities) }],
});
export const KEYCTL_OP = numberType("KEYCTL_OP", facilities.keyctlOperations);
export const BPF_CMD = numberType("BPF_CMD", facilities.bpfCommands);
export const MEMBARRIER_CMD = numberType("MEMBARRIER_CMD", facilities.membarrierCommands);
export const KCMP_TYPE = numberType("KCMP_TYPE", process.kcmpTypes);
export const REBOOT_CMD = numberType("REBOOT_CMD", facilities.rebootCommands);
export const MODULE_FLAGS = flagType("MODULE_FLAGS", { flags: facilities.moduleFlags });
export const PERF_FLAGS = longFlagType("PERF_FLAGS", { flags: facilities.perfFlags });
export const PIDFD_FLAGS = flagType("PIDFD_FLAGS", { flags: process.pidfdFlags });
export const RANDOM_FLAGS = flagType("RANDOM_FLAGS", { flags: facilities.randomFlags });
export const IO_URING_ENTER_FLAGS = flagType("IO_URING_ENTER_FLAGS", { flags: facilities.uringEnterFlags });
export const IO_URING_REGISTER_OP = numberType("IO_URING_REGISTER_OP", facilities.uringRegisterOperations);

/** Of the kernel's include/uapi/linux/futex.h: bits beside the operation. */
const futexPrivate = 128;
const futexRealTime = 256;
const futexName = constantName(process.futexOperations);

/** `FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME` */
export function futexText(value: number): string {
  const name = futexName((value & ~(futexPrivate | futexRealTime)) >>> 0);
  if (!name) return hex(value);
  return [
    value & futexPrivate ? `${name}_PRIVATE` : name,
    ...(value & futexRealTime ? ["FUTEX_CLOCK_REALTIME"] : []),
  ].join("|");
}

export const FUTEX_OP = symbol("FUTEX_OP", futexText);

export const CLOCK_ID = numberType("CLOCK_ID", time.clockIds);
export const TIMER_FLAGS = flagType("TIMER_FLAGS", { flags: time.timerFlags });
export const ITIMER_WHICH = numberType("ITIMER_WHICH", time.intervalTimers);
export const TIMERFD_FLAGS = flagType("TIMERFD_FLAGS", { flags: time.timerfdFlags });
