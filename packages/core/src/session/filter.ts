import { inspect } from "node:util";
import { cgroupDirectory, containerDirectory, NoSuchCgroup } from "../cgroup/directories.js";
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
  /** Processes (thread groups), in the numbering of the pid namespace that this process is in. */
  readonly pid?: FilterList<number>;
  /**
   * Threads, in the same. An exec by another thread than the leader is that thread's; inside a
   * pid namespace it is no one's, since the kernel has given the number up by then.
   */
  readonly tid?: FilterList<number>;
  /** Parents, in the same. */
  readonly ppid?: FilterList<number>;
  readonly uid?: FilterList<number>;
  readonly gid?: FilterList<number>;
  /** Thread names as the kernel has them, cut to 15 bytes. */
  readonly comm?: FilterList<string>;
  /** The number in `readlink /proc/PID/ns/pid`. */
  readonly pidNs?: FilterList<number>;
  /** The number in `readlink /proc/PID/ns/mnt`. */
  readonly mntNs?: FilterList<number>;
  /**
   * cgroups with all that is below them, at most 128: directories of the cgroup v2 mount, or
   * paths as `/proc/PID/cgroup` has them.
   */
  readonly cgroup?: FilterList<string>;
  /**
   * Running containers, at most 128, by the beginning of their ids as `docker ps`, `crictl ps` and
   * `podman ps` print them. Found by the names of cgroups (v2) when the session is opened.
   */
  readonly container?: FilterList<string>;
  /**
   * `host`: only what is in the host's own pid namespace. `containers`: only what is in another,
   * which leaves out containers that share the host's (`--pid=host`). Not together with `pidNs`.
   */
  readonly origin?: "host" | "containers";
}

/** Lists of values, and lists of cgroups, in the order of `enum probekit_filter_kind`. */
const valueKinds = ["pid", "tid", "ppid", "uid", "gid", "comm", "pidNs", "mntNs"] as const;
const cgroupKinds = ["cgroup", "container"] as const;
const kinds = [...valueKinds, ...cgroupKinds, "origin"] as const;
type Kind = (typeof kinds)[number];

const containedBit = 1 << kinds.indexOf("origin");
const followBit = containedBit << 1;
const visibleBit = followBit << 1;

/** `PROBEKIT_CGROUPS_MAX` of probekit/cgroup.bpf.h. */
const maxCgroups = 128;

/** A filter as the BPF programs read it. */
export interface EncodedFilter {
  readonly enabled: number;
  readonly negated: number;
  /** Keys of the map `probekit_filter_set`. */
  readonly keys: readonly Uint8Array[];
  /** Directories for the map `probekit_cgroups`, first those of `cgroup`. */
  readonly cgroups: readonly string[];
  readonly containers: readonly string[];
}

/** What else of a session is decided where filters are. */
export interface FilterSwitches {
  readonly follow: boolean;
  readonly visibility: boolean;
}

/** @throws {ProbeError} `ERR_OPTION` */
export function encodeFilter(filter: SessionFilter, { follow, visibility }: FilterSwitches): EncodedFilter {
  requireKnownKinds(filter);
  let enabled = (follow ? followBit : 0) | (visibility ? visibleBit : 0);
  let negated = 0;
  const list = (name: Kind): readonly unknown[] => {
    if (filter[name] === undefined) return [];
    const { not, values } = valuesOf(name, filter[name]);
    if (values.length === 0) throw badFilter(name, "at least one value", "an empty list");
    enabled |= 1 << kinds.indexOf(name);
    if (not) negated |= 1 << kinds.indexOf(name);
    return values;
  };
  const keys = valueKinds.flatMap((name, kind) => list(name).map((value) => encodeKey(kind, name, value)));
  const [cgroups = [], containers = []] = cgroupKinds.map((name) => directories(name, list(name)));
  if (filter.origin !== undefined) {
    enabled |= containedBit;
    if (wantsHost(filter)) negated |= containedBit;
  }
  return { enabled, negated, keys, cgroups, containers };
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

function wantsHost({ origin, pidNs }: SessionFilter): boolean {
  if (origin !== "host" && origin !== "containers") {
    throw badFilter("origin", "host or containers", inspect(origin));
  }
  if (pidNs === undefined) return origin === "host";
  throw badFilter("origin", "either it or pidNs, both of which are about pid namespaces", "both");
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

function encodeKey(kind: number, name: (typeof valueKinds)[number], value: unknown): Uint8Array {
  const key = Buffer.alloc(24);
  key.writeUInt32LE(kind, 0);
  if (name === "comm") textToBytes(text(name, value)).subarray(0, 15).copy(key, 8);
  else key.writeBigUInt64LE(wholeNumber(name, value), 8);
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

const lookUp = {
  cgroup: { find: cgroupDirectory, expected: "a directory below the cgroup v2 mount" },
  container: { find: containerDirectory, expected: "the beginning of a running container's id" },
} as const;

function directories(name: (typeof cgroupKinds)[number], values: readonly unknown[]): string[] {
  if (values.length > maxCgroups) throw badFilter(name, `at most ${maxCgroups} values`, `${values.length}`);
  const { find, expected } = lookUp[name];
  return values.map((value) => {
    const given = text(name, value);
    if (name === "container" && !/^[0-9a-f]{1,64}$/.test(given))
      throw badFilter(name, expected, inspect(given));
    try {
      return find(given);
    } catch (cause) {
      if (cause instanceof NoSuchCgroup) throw badFilter(name, expected, cause.message, cause);
      throw cause;
    }
  });
}

function badFilter(name: string, expected: string, found: string, cause?: unknown): ProbeError {
  return new ProbeError("ERR_OPTION", {
    operation: "filter",
    object: name,
    message: `expected ${expected}, got ${found}`,
    cause,
  });
}
