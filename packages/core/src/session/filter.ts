import { statSync } from "node:fs";
import { textToBytes } from "../decode/bytes-to-text.js";
import { ProbeError } from "../errors/probe-error.js";

/** Values of which an event's must be one, or, with `not`, none. */
export type FilterList<T> = readonly T[] | { readonly not: readonly T[] };

/**
 * Which subjects a session wants to hear of. Everything named must hold. The kernel filters:
 * what does not pass costs no record, and what is left out costs nothing at all.
 */
export interface SessionFilter {
  /** Processes (thread groups), in the host's numbering. */
  readonly pid?: FilterList<number>;
  readonly tid?: FilterList<number>;
  readonly ppid?: FilterList<number>;
  readonly uid?: FilterList<number>;
  readonly gid?: FilterList<number>;
  /** Thread names as the kernel has them, cut to 15 bytes. */
  readonly comm?: FilterList<string>;
  /** Directories below the cgroup v2 mount; the same cgroup, not those below it. */
  readonly cgroup?: FilterList<string>;
  /** The number in `readlink /proc/PID/ns/pid`. */
  readonly pidNs?: FilterList<number>;
  /** The number in `readlink /proc/PID/ns/mnt`. */
  readonly mntNs?: FilterList<number>;
}

/** In the order of `enum probekit_filter_kind`. */
const kinds = ["pid", "tid", "ppid", "uid", "gid", "comm", "cgroup", "pidNs", "mntNs"] as const;
const followBit = 1 << kinds.length;

/** A filter as the BPF programs read it. */
export interface EncodedFilter {
  readonly enabled: number;
  readonly negated: number;
  /** Keys of the map `probekit_filter_set`. */
  readonly keys: readonly Uint8Array[];
}

/** @throws {ProbeError} `ERR_OPTION` */
export function encodeFilter(filter: SessionFilter, follow: boolean): EncodedFilter {
  let enabled = follow ? followBit : 0;
  let negated = 0;
  const keys: Uint8Array[] = [];
  kinds.forEach((name, kind) => {
    const list = filter[name];
    if (!list) return;
    const not = "not" in list;
    const values: readonly (number | string)[] = not ? list.not : list;
    if (values.length === 0) throw badFilter(name, "at least one value", "an empty list");
    enabled |= 1 << kind;
    if (not) negated |= 1 << kind;
    for (const value of values) keys.push(encodeKey(kind, name, value));
  });
  return { enabled, negated, keys };
}

function encodeKey(kind: number, name: (typeof kinds)[number], value: number | string): Uint8Array {
  const key = Buffer.alloc(24);
  key.writeUInt32LE(kind, 0);
  if (name === "comm") textToBytes(String(value)).subarray(0, 15).copy(key, 8);
  else key.writeBigUInt64LE(name === "cgroup" ? cgroupId(String(value)) : wholeNumber(name, value), 8);
  return key;
}

function wholeNumber(name: string, value: number | string): bigint {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw badFilter(name, "a whole number from 0 to 4294967295", JSON.stringify(value));
  }
  return BigInt(value);
}

/** A cgroup's id is the inode number of its directory. */
function cgroupId(path: string): bigint {
  try {
    return statSync(path, { bigint: true }).ino;
  } catch (cause) {
    throw badFilter("cgroup", "a directory below the cgroup v2 mount", JSON.stringify(path), cause);
  }
}

function badFilter(name: string, expected: string, found: string, cause?: unknown): ProbeError {
  return new ProbeError("ERR_OPTION", {
    operation: "filter",
    object: name,
    message: `expected ${expected}, got ${found}`,
    cause,
  });
}
