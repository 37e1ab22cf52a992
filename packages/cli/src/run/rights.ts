import { readFileSync } from "node:fs";
import { CliError } from "../exit.js";

/** Bits of the kernel's `include/uapi/linux/capability.h`. */
const capabilityBits = { CAP_DAC_READ_SEARCH: 2, CAP_SYS_ADMIN: 21, CAP_PERFMON: 38, CAP_BPF: 39 } as const;

export type Capability = keyof typeof capabilityBits;

/** Needed to load and attach programs. `CAP_SYS_ADMIN` includes both. */
const needed = ["CAP_BPF", "CAP_PERFMON"] as const satisfies readonly Capability[];

export interface Rights {
  readonly held: readonly Capability[];
  /** Of those that tracing cannot do without. */
  readonly missing: readonly Capability[];
}

/** This process's effective capabilities, of those that matter to tracing. */
export function rights(status = readFileSync("/proc/self/status", "utf8")): Rights {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`);
  const held = (Object.keys(capabilityBits) as Capability[]).filter(
    (name) => (effective >> BigInt(capabilityBits[name])) & 1n,
  );
  return {
    held,
    missing: held.includes("CAP_SYS_ADMIN") ? [] : needed.filter((name) => !held.includes(name)),
  };
}

/** Whether what this process loads would have more rights than any user has. */
export function hasRights(euid = process.geteuid?.(), { held }: Rights = rights()): boolean {
  return euid === 0 || held.length > 0;
}

/**
 * What to do without rights. File capabilities are no way out: on `node` they would give every
 * script these rights, and an ambient set needs a launcher that has them.
 */
export const rightsAdvice =
  'run it with sudo (sudo env PATH="$PATH" probe … where sudo does not find it), or as a systemd service with AmbientCapabilities=CAP_BPF CAP_PERFMON CAP_DAC_READ_SEARCH';

/** @throws {CliError} naming what is missing and what to do */
export function requireRights({ missing }: Rights = rights()): void {
  if (missing.length === 0) return;
  throw new CliError(
    `tracing needs ${missing.join(" and ")}, which this process does not have: ${rightsAdvice}`,
  );
}
