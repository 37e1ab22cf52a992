import { statfsSync, statSync } from "node:fs";
import { inspect } from "node:util";
import { textToBytes } from "../decode/bytes-to-text.js";
import { ProbeError } from "../errors/probe-error.js";
import { suggest } from "../errors/suggest.js";

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
type Kind = (typeof kinds)[number];
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
  requireKnownKinds(filter);
  let enabled = follow ? followBit : 0;
  let negated = 0;
  const keys: Uint8Array[] = [];
  kinds.forEach((name, kind) => {
    const list: unknown = filter[name];
    if (list === undefined) return;
    const { not, values } = valuesOf(name, list);
    if (values.length === 0) throw badFilter(name, "at least one value", "an empty list");
    enabled |= 1 << kind;
    if (not) negated |= 1 << kind;
    for (const value of values) keys.push(encodeKey(kind, name, value));
  });
  return { enabled, negated, keys };
}

function requireKnownKinds(filter: SessionFilter): void {
  if (typeof filter !== "object" || filter === null || Array.isArray(filter)) {
    throw badFilter("", `an object with lists by ${kinds.join(", ")}`, inspect(filter));
  }
  for (const name of Object.keys(filter)) {
    if ((kinds as readonly string[]).includes(name)) continue;
    throw badFilter(name, `one of ${kinds.join(", ")}`, `${name}${suggest(name, kinds)}`);
  }
}

/** Takes nothing for granted: a `comm: "node"` would otherwise be a list of four letters. */
function valuesOf(name: Kind, list: unknown): { not: boolean; values: readonly unknown[] } {
  if (Array.isArray(list)) return { not: false, values: list };
  if (typeof list === "object" && list !== null) {
    const { not, ...others } = list as { not?: unknown };
    if (Array.isArray(not) && Object.keys(others).length === 0) return { not: true, values: not };
  }
  throw badFilter(name, "a list, or { not: a list }", inspect(list));
}

function encodeKey(kind: number, name: Kind, value: unknown): Uint8Array {
  const key = Buffer.alloc(24);
  key.writeUInt32LE(kind, 0);
  if (name === "comm") textToBytes(text(name, value)).subarray(0, 15).copy(key, 8);
  else key.writeBigUInt64LE(name === "cgroup" ? cgroupId(text(name, value)) : wholeNumber(name, value), 8);
  return key;
}

function text(name: Kind, value: unknown): string {
  if (typeof value !== "string") throw badFilter(name, "a string", inspect(value));
  return value;
}

function wholeNumber(name: Kind, value: unknown): bigint {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw badFilter(name, "a whole number from 0 to 4294967295", inspect(value));
  }
  return BigInt(value);
}

/** `CGROUP2_SUPER_MAGIC` of the kernel's magic.h. */
const cgroup2Magic = 0x63677270;

/** A cgroup's id is the inode number of its directory. */
function cgroupId(path: string): bigint {
  const expected = "a directory below the cgroup v2 mount";
  try {
    if (statfsSync(path).type === cgroup2Magic) return statSync(path, { bigint: true }).ino;
  } catch (cause) {
    throw badFilter("cgroup", expected, JSON.stringify(path), cause);
  }
  throw badFilter("cgroup", expected, `${JSON.stringify(path)}, which is of another file system`);
}

function badFilter(name: string, expected: string, found: string, cause?: unknown): ProbeError {
  return new ProbeError("ERR_OPTION", {
    operation: "filter",
    object: name,
    message: `expected ${expected}, got ${found}`,
    cause,
  });
}
