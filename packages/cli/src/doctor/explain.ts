import type { KernelError } from "@probekit/core";
import { hasEventSource, type KernelFacts } from "./kernel-facts.js";

const kernelConfig: Readonly<Record<string, string>> = {
  kprobe: "CONFIG_KPROBE_EVENTS",
  uprobe: "CONFIG_UPROBE_EVENTS",
};

/** Kinds of program that hook a kernel function through the BPF trampoline. */
const trampolines = new Set(["fentry", "fexit", "LSM hook"]);

/** Says in words why a feature does not work. Rights are complete: without them nothing is tried. */
export function explainFeature(feature: string, error: unknown, facts: KernelFacts): string {
  const { errno = "", message } = error as Partial<KernelError>;
  if (!facts.btf && (feature === "BTF tracepoint" || trampolines.has(feature))) {
    return "this kernel has no BTF (CONFIG_DEBUG_INFO_BTF)";
  }
  if ((feature === "kprobe" || feature === "uprobe") && !hasEventSource(feature)) {
    return `not built into this kernel (${kernelConfig[feature]})`;
  }
  if (feature === "LSM hook" && facts.securityModules?.includes("bpf") === false) {
    return "bpf is not among the active LSMs; boot with lsm=…,bpf";
  }
  if (errno === "EPERM") return `refused by this kernel (EPERM with full rights: ${suspect(facts)})`;
  return `${errno || "error"}: ${message ?? String(error)}`;
}

function suspect({ lockdown }: KernelFacts): string {
  return lockdown === "confidentiality"
    ? "lockdown is in confidentiality mode"
    : "a hardening patch or an LSM";
}
