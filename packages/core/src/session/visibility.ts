import { inspect } from "node:util";
import type { Visibility } from "../contract/probe.js";
import { isKernelError, ProbeError } from "../errors/probe-error.js";
import { suggest } from "../errors/suggest.js";
import type { BpfMap } from "../kernel/kernel.js";

/** `enum probekit_scope` of probekit/visibility.bpf.h. */
const scopeBits: Readonly<Record<Visibility, number>> = { file: 1, process: 2, network: 4, capability: 8 };

/** All that probes are about; each can be hidden by itself. */
export const scopes = Object.keys(scopeBits) as readonly Visibility[];

/** The bit for a probe's programs. */
export const scopeBit = (scope: Visibility): number => scopeBits[scope];

/** The name of the map in the kernel, by which those of all sessions are found. */
export const visibilityMapName = "probekit_hidden";

/** Entries of a session that was opened with `visibility`. Without it the map has room for one. */
export const maxVisibilityEntries = 4096;

/** A pair of namespaces, by the numbers in `readlink /proc/PID/ns/pid` and `…/mnt`. */
export interface NamespacePair {
  readonly pidNs: number;
  readonly mntNs: number;
}

/** What is visible of one pair of namespaces. */
export interface VisibilityEntry extends NamespacePair {
  readonly visible: Readonly<Record<Visibility, boolean>>;
}

/**
 * What the probes of a session show, by pair of namespaces. Everything is visible until it is
 * hidden. A change holds for what happens from then on, at once and in all probes.
 */
export class VisibilityMap {
  readonly #map: Pick<BpfMap, "info" | "lookup" | "update" | "delete" | "keys">;

  /** @param map as the session has it, or another process has found it by its name */
  constructor(map: Pick<BpfMap, "info" | "lookup" | "update" | "delete" | "keys">) {
    this.#map = map;
  }

  /** Whether the session was opened with `visibility`: its programs ask no map otherwise. */
  get inUse(): boolean {
    return this.#map.info.maxEntries === maxVisibilityEntries;
  }

  /**
   * Shows or hides; what is not named stays as it is. Of two processes that change one pair at
   * the same time, one may undo what the other has done.
   *
   * @throws {ProbeError} `ERR_OPTION` for a session without `visibility`, for numbers that no
   * namespace can have, and when there are 4096 entries already
   */
  set(pair: NamespacePair, visible: Partial<Readonly<Record<Visibility, boolean>>>): void {
    const key = this.#key("set", pair);
    let hidden = this.#hidden(key);
    for (const [scope, shown] of Object.entries(visible)) {
      const bit = Object.hasOwn(scopeBits, scope) ? scopeBits[scope as Visibility] : undefined;
      if (bit === undefined)
        throw bad("set", scope, `one of ${scopes.join(", ")}`, `${scope}${suggest(scope, scopes)}`);
      if (typeof shown !== "boolean") throw bad("set", scope, "true or false", inspect(shown));
      hidden = shown ? hidden & ~bit : hidden | bit;
    }
    if (hidden === 0) this.#map.delete(key);
    else this.#store(key, hidden);
  }

  /** @throws {ProbeError} `ERR_OPTION` */
  get(pair: NamespacePair): VisibilityEntry["visible"] {
    return visibleOf(this.#hidden(this.#key("get", pair)));
  }

  /** Pairs of which something is hidden. @throws {ProbeError} `ERR_OPTION` */
  list(): VisibilityEntry[] {
    this.#requireInUse("list");
    return this.#map.keys().map((bytes) => {
      const key = Buffer.from(bytes);
      return {
        pidNs: key.readUInt32LE(0),
        mntNs: key.readUInt32LE(4),
        visible: visibleOf(this.#hidden(key)),
      };
    });
  }

  /** Shows everything again, of one pair or of all. @throws {ProbeError} `ERR_OPTION` */
  clear(pair?: NamespacePair): void {
    this.#requireInUse("clear");
    for (const key of pair ? [this.#key("clear", pair)] : this.#map.keys()) this.#map.delete(key);
  }

  #hidden(key: Uint8Array): number {
    const value = this.#map.lookup(key);
    return value ? Buffer.from(value).readUInt32LE(0) : 0;
  }

  #store(key: Uint8Array, hidden: number): void {
    const value = Buffer.alloc(4);
    value.writeUInt32LE(hidden);
    try {
      this.#map.update(key, value);
    } catch (cause) {
      if (!isKernelError(cause) || cause.errno !== "E2BIG") throw cause;
      throw new ProbeError("ERR_OPTION", {
        operation: "set",
        object: "visibility",
        message: `something is hidden of ${maxVisibilityEntries} pairs of namespaces already; clear some of them`,
        cause,
      });
    }
  }

  #key(operation: string, { pidNs, mntNs }: NamespacePair): Buffer {
    this.#requireInUse(operation);
    const key = Buffer.alloc(8);
    key.writeUInt32LE(namespaceNumber(operation, "pidNs", pidNs), 0);
    key.writeUInt32LE(namespaceNumber(operation, "mntNs", mntNs), 4);
    return key;
  }

  #requireInUse(operation: string): void {
    if (this.inUse) return;
    throw new ProbeError("ERR_OPTION", {
      operation,
      object: "visibility",
      message: "the session was opened without `visibility: true` (probe run --visibility)",
    });
  }
}

function visibleOf(hidden: number): VisibilityEntry["visible"] {
  return Object.fromEntries(
    scopes.map((scope) => [scope, (hidden & scopeBits[scope]) === 0]),
  ) as VisibilityEntry["visible"];
}

function namespaceNumber(operation: string, name: string, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value > 0 && value <= 0xffffffff) return value;
  throw bad(
    operation,
    name,
    "a namespace's number, as in readlink /proc/PID/ns/pid or …/mnt",
    inspect(value),
  );
}

function bad(operation: string, name: string, expected: string, found: string): ProbeError {
  return new ProbeError("ERR_OPTION", {
    operation,
    object: `visibility ${name}`,
    message: `expected ${expected}, got ${found}`,
  });
}
