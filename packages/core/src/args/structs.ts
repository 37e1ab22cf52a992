import { MalformedRecord } from "../decode/tail.js";
import type { ArgMemory, ArgType } from "./arg-type.js";
import { hex } from "./bits.js";
import { capabilities } from "./constants/process.js";

/** A path: of an open file, or of a directory that a call begins at. */
export const FILE: ArgType<string> = {
  name: "FILE",
  schema: { type: "string" },
  read: ({ tail }, start, end) => tail.slice(start, end),
};

/** Two descriptors, such as those of pipe(). */
export const INT_PAIR: ArgType<[number, number]> = {
  name: "INT_PAIR",
  schema: { type: "array", items: { type: "integer" }, minItems: 2, maxItems: 2 },
  read: ({ buffer }, start, end) => {
    if (end - start !== 8) throw new MalformedRecord();
    return [buffer.i32[start >>> 2] as number, buffer.i32[(start >>> 2) + 1] as number];
  },
};

/**
 * A `struct timespec`, as the caller gave it. Both are 64 bits wide and may have anything in them:
 * UTIME_OMIT is a number of nanoseconds, and the longest time is a common way of saying forever.
 */
export interface TimeSpec {
  readonly sec: bigint;
  readonly nsec: bigint;
}

const decimal = { type: "string", pattern: "^-?\\d+$" };

export const TIMESPEC: ArgType<TimeSpec> = {
  name: "TIMESPEC",
  schema: { type: "object", properties: { sec: decimal, nsec: decimal }, required: ["sec", "nsec"] },
  read: ({ buffer }, start, end) => {
    if (end - start !== 16) throw new MalformedRecord();
    const at = (place: number) => BigInt.asIntN(64, buffer.u64[place >>> 3] as bigint);
    return { sec: at(start), nsec: at(start + 8) };
  },
};

/** Who a task is to the kernel. Ids are those of the first user namespace. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly euid: number;
  readonly egid: number;
  readonly suid: number;
  readonly sgid: number;
  readonly fsuid: number;
  readonly fsgid: number;
  /** `CAP_CHOWN`, …; those that these tables do not know as `CAP_0x29`. */
  readonly effective: string[];
  readonly permitted: string[];
  readonly inheritable: string[];
  readonly bounding: string[];
  readonly ambient: string[];
}

/** `struct probe_cred` of probekit/args.h. */
const idNames = ["uid", "gid", "euid", "egid", "suid", "sgid", "fsuid", "fsgid"] as const;
const setNames = ["effective", "permitted", "inheritable", "bounding", "ambient"] as const;
const setsAt = 4 * idNames.length;
const credBytes = setsAt + 8 * setNames.length;

const names: string[] = [];
for (const [name, number] of Object.entries(capabilities)) names[number] = name;

/** The names of the capabilities in a set. */
export function capabilityNames(low: number, high: number): string[] {
  const set: string[] = [];
  for (let number = 0; number < 64; number++) {
    const word = number < 32 ? low : high;
    if ((word >>> (number & 31)) & 1) set.push(names[number] ?? `CAP_${hex(number)}`);
  }
  return set;
}

function readCredentials({ buffer }: ArgMemory, start: number, end: number): Credentials {
  if (end - start !== credBytes) throw new MalformedRecord();
  const word = (offset: number) => buffer.u32[(start + offset) >>> 2] as number;
  const ids = idNames.map((name, index) => [name, word(4 * index)]);
  const sets = setNames.map((name, index) => {
    const at = setsAt + 8 * index;
    return [name, capabilityNames(word(at), word(at + 4))];
  });
  return Object.fromEntries([...ids, ...sets]) as unknown as Credentials;
}

const ids = Object.fromEntries(idNames.map((name) => [name, { type: "integer", minimum: 0 }]));
const sets = Object.fromEntries(setNames.map((name) => [name, { type: "array", items: { type: "string" } }]));

export const CRED: ArgType<Credentials> = {
  name: "CRED",
  schema: { type: "object", properties: { ...ids, ...sets }, required: [...idNames, ...setNames] },
  read: readCredentials,
};
