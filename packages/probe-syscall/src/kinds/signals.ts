import { signalName } from "@probekit/core";
import { hex, type Kind } from "./kind.js";
import { decimal, struct } from "./struct.js";

/** Sets have a bit for each signal, from 1 on. */
const lastSignal = 64;

/** The signals of a set, in their order. */
function signalsOf(set: bigint): string[] {
  return Array.from({ length: lastSignal }, (_, bit) => bit)
    .filter((bit) => (set >> BigInt(bit)) & 1n)
    .map((bit) => signalName(bit + 1));
}

const all = 2n ** BigInt(lastSignal) - 1n;

/** A set with more signals than not is written as what it lacks. */
function setText(signals: readonly string[]): string {
  const short = (list: readonly string[]) => list.map((name) => name.replace(/^SIG/, "")).join(" ");
  if (signals.length < (lastSignal * 2) / 3) return `[${short(signals)}]`;
  return `~[${short(signalsOf(all).filter((name) => !signals.includes(name)))}]`;
}

const sets = { type: "array", items: { type: "string" } } as const;

const signalSet: Kind<string[]> = {
  type: { ...struct(8, {}, (from) => signalsOf(from.u64(0))), schema: sets },
  text: setText,
};

/** `SA_…` of include/uapi/asm-generic/signal-defs.h and of x86, in strace's order. */
const actionFlags: readonly (readonly [bit: number, name: string])[] = [
  [0x04000000, "SA_RESTORER"],
  [0x08000000, "SA_ONSTACK"],
  [0x10000000, "SA_RESTART"],
  [0x00000001, "SA_NOCLDSTOP"],
  [0x00000002, "SA_NOCLDWAIT"],
  [0x40000000, "SA_NODEFER"],
  [0x80000000, "SA_RESETHAND"],
  [0x00000004, "SA_SIGINFO"],
];

interface SignalAction {
  /** `SIG_DFL`, `SIG_IGN`, or the address of a function. */
  readonly handler: string;
  readonly mask: string[];
  readonly flags: string;
  readonly restorer: bigint;
}

function handlerName(handler: bigint): string {
  return ["SIG_DFL", "SIG_IGN"][Number(handler)] ?? hex(handler);
}

function flagNames(bits: bigint): string {
  const found = actionFlags.filter(([bit]) => (BigInt(bit) & bits) !== 0n);
  const rest = found.reduce((left, [bit]) => left & ~BigInt(bit), bits);
  const list = [...found.map(([, name]) => name), ...(rest === 0n ? [] : [hex(rest)])];
  return list.join("|") || "0";
}

const signalAction: Kind<SignalAction> = {
  type: struct(
    32,
    { handler: { type: "string" }, mask: sets, flags: { type: "string" }, restorer: decimal },
    (from) => ({
      handler: handlerName(from.u64(0)),
      mask: signalsOf(from.u64(24)),
      flags: flagNames(from.u64(8)),
      restorer: from.u64(16),
    }),
  ),
  text: ({ handler, mask, flags, restorer }) => {
    const end = flags.includes("SA_RESTORER") ? `, sa_restorer=${hex(restorer)}` : "";
    return `{sa_handler=${handler}, sa_mask=${setText(mask)}, sa_flags=${flags}${end}}`;
  },
};

export const signals = {
  ...{ SIGSET: signalSet, OUT_SIGSET: signalSet },
  ...{ SIGACTION: signalAction, OUT_SIGACTION: signalAction },
};
