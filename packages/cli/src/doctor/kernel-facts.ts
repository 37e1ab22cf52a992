import { existsSync, readFileSync } from "node:fs";
import { machine, release } from "node:os";

/** What the system says of itself. */
export interface KernelFacts {
  readonly release: string;
  readonly machine: string;
  /** Whether the kernel publishes its own type information. */
  readonly btf: boolean;
  /** `none`, `integrity` or `confidentiality`; `undefined` where securityfs is not mounted or not readable. */
  readonly lockdown: string | undefined;
  /** The active Linux security modules; `undefined` like {@link lockdown}. */
  readonly securityModules: readonly string[] | undefined;
  /** `kernel.unprivileged_bpf_disabled`; `undefined` where the kernel does not have it. */
  readonly unprivilegedBpfDisabled: number | undefined;
}

export function kernelFacts(): KernelFacts {
  const disabled = read("/proc/sys/kernel/unprivileged_bpf_disabled");
  return {
    release: release(),
    machine: machine(),
    btf: existsSync("/sys/kernel/btf/vmlinux"),
    lockdown: /\[(\w+)\]/.exec(read("/sys/kernel/security/lockdown") ?? "")?.[1],
    securityModules: read("/sys/kernel/security/lsm")?.split(","),
    unprivilegedBpfDisabled: disabled === undefined ? undefined : Number(disabled),
  };
}

/** Whether the kernel lets perf open dynamic probes of this kind. */
export function hasEventSource(name: "kprobe" | "uprobe"): boolean {
  return existsSync(`/sys/bus/event_source/devices/${name}`);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}
