import { inspect } from "node:util";
import type { AnyProbe, ProbeOptions } from "../contract/probe.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Kernel } from "../kernel/kernel.js";
import type { SessionFilter } from "./filter.js";

/** A probe with how it is to be used. */
export interface ProbeUse<P extends AnyProbe = AnyProbe> {
  readonly probe: P;
  /** Checked against the probe's schema. Default: every option's own default. */
  readonly options?: ProbeOptions<P> | undefined;
  /** The only attach plan to try. Default: all, best first. */
  readonly plan?: string | undefined;
  /** The events and tables wanted, by name. Default: all that are not opt-in. */
  readonly events?: readonly string[] | undefined;
}

/** Names a probe together with its options, for {@link SessionOptions.probes}. */
export function use<P extends AnyProbe>(
  probe: P,
  options?: ProbeOptions<P>,
  settings: Pick<ProbeUse, "plan" | "events"> = {},
): ProbeUse<P> {
  return { probe, options, ...settings };
}

export interface SessionOptions<
  P extends readonly (AnyProbe | ProbeUse)[] = readonly (AnyProbe | ProbeUse)[],
> {
  /** `import * as kernel from "@probekit/native"`. */
  readonly kernel: Kernel;
  readonly probes: P;
  readonly filter?: SessionFilter | undefined;
  /**
   * Trace only processes named with {@link Session.follow}, and their descendants.
   * Nothing is traced before the first is named. Default: false.
   */
  readonly follow?: boolean | undefined;
  /** Most processes followed at one time; more are counted as lost. 1 to 4194304, default 65536. */
  readonly maxFollowed?: number | undefined;
  /**
   * Size of the ring that all probes share, in bytes: a power of two from 4096 to 1 GiB,
   * default 8 MiB. It holds what happens while the reader is not running.
   */
  readonly bufferSizeBytes?: number | undefined;
  /**
   * Add to every event the ids of its cgroup and namespaces, the numbers inside them, and what the
   * cgroup's path says: the path, the container and its pod. Default: false.
   */
  readonly namespaces?: boolean | undefined;
  /**
   * Add the names of user and group to every event, as this process's `/etc/passwd` and
   * `/etc/group` have them; those inside a container may be others. Default: false.
   */
  readonly names?: boolean | undefined;
  /**
   * Let {@link Session.visibility}, and `probe visibility`, hide and show namespaces while tracing.
   * Costs a look into a map for each event that the other filters let through. Default: false.
   */
  readonly visibility?: boolean | undefined;
  /**
   * Longest time that an event waits for others before it is delivered, in milliseconds.
   * 1 to 10000, default 20. A single event is delivered sooner.
   */
  readonly maxDelayMs?: number | undefined;
}

export interface SessionSettings {
  readonly bufferSizeBytes: number;
  readonly maxFollowed: number;
  readonly maxDelayMs: number;
  readonly namespaces: boolean;
  readonly names: boolean;
  readonly visibility: boolean;
  readonly follow: boolean;
  readonly filter: SessionFilter;
}

const mebibyte = 1024 * 1024;

/** @throws {ProbeError} `ERR_OPTION` */
export function sessionSettings(options: SessionOptions): SessionSettings {
  return {
    bufferSizeBytes: ringSize(options.bufferSizeBytes ?? 8 * mebibyte),
    maxFollowed: inRange("configure", "maxFollowed", options.maxFollowed ?? 65536, 1, 4194304),
    maxDelayMs: inRange("configure", "maxDelayMs", options.maxDelayMs ?? 20, 1, 10_000),
    namespaces: trueOrFalse("namespaces", options.namespaces ?? false),
    names: trueOrFalse("names", options.names ?? false),
    visibility: trueOrFalse("visibility", options.visibility ?? false),
    follow: trueOrFalse("follow", options.follow ?? false),
    filter: options.filter ?? {},
  };
}

function ringSize(value: number): number {
  const inBounds = Number.isInteger(value) && value >= 4096 && value <= 1024 * mebibyte;
  if (inBounds && Number.isInteger(Math.log2(value))) return value;
  throw badOption("configure", "bufferSizeBytes", "a power of two from 4096 to 1073741824", value);
}

function trueOrFalse(name: string, value: boolean): boolean {
  if (typeof value === "boolean") return value;
  throw badOption("configure", name, "true or false", value);
}

/** @throws {ProbeError} `ERR_OPTION` */
export function inRange(operation: string, name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw badOption(operation, name, `a whole number from ${least} to ${most}`, value);
}

function badOption(operation: string, name: string, expected: string, found: unknown): ProbeError {
  return new ProbeError("ERR_OPTION", {
    operation,
    object: name,
    message: `expected ${expected}, got ${inspect(found)}`,
  });
}

/** A probe's options with their defaults. @throws {ProbeError} `ERR_OPTION` */
export function probeOptions({ probe, options }: ProbeUse): unknown {
  const parsed = probe.options.strict().safeParse(options ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue: { path: PropertyKey[]; message: string }) =>
    issue.path.length > 0 ? `${issue.path.join(".")}: ${issue.message}` : issue.message,
  );
  throw new ProbeError("ERR_OPTION", {
    probe: probe.name,
    operation: "configure",
    message: problems.join("; "),
    cause: parsed.error,
  });
}
