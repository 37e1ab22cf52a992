import { addon } from "./addon.js";
import * as validate from "./validate.js";

/**
 * Whether this kernel has the tracepoint `category:name`. Looks into tracefs, through a mount
 * that only this process has if there is none.
 *
 * @throws {KernelError} when tracefs cannot be reached.
 */
export function hasTracepoint(category: string, name: string): boolean {
  return addon().hasTracepoint(validate.string("category", category), validate.string("name", name));
}

/** `CLOCK_BOOTTIME` and `CLOCK_REALTIME`, read within a microsecond of each other, in nanoseconds. */
export function clocks(): { readonly bootNs: bigint; readonly realNs: bigint } {
  return addon().clocks();
}

/** What BPF objects the kernel holds, of all processes, by id. Ids are not used again. */
export interface KernelObjectIds {
  readonly programs: readonly number[];
  readonly maps: readonly number[];
  readonly links: readonly number[];
}

/**
 * Lists the kernel's BPF objects.
 *
 * @throws {KernelError} `EPERM` without CAP_SYS_ADMIN.
 */
export function kernelObjectIds(): KernelObjectIds {
  return addon().kernelObjectIds();
}

/** The version of the libbpf in use: `1.1`. */
export function libbpfVersion(): string {
  return addon().libbpfVersion();
}
