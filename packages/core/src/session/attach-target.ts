import { existsSync } from "node:fs";
import type { AttachKind, AttachSpec } from "../contract/attach.js";
import type { AttachTarget, Kernel } from "../kernel/kernel.js";

/** How an ELF section of each kind begins. */
export const sectionPrefixes: Readonly<Record<AttachKind, readonly string[]>> = {
  tracepoint: ["tracepoint", "tp"],
  rawTracepoint: ["raw_tracepoint", "raw_tp"],
  tpBtf: ["tp_btf"],
  fentry: ["fentry"],
  fexit: ["fexit"],
  lsm: ["lsm"],
  kprobe: ["kprobe"],
  kretprobe: ["kretprobe"],
  ksyscall: ["ksyscall"],
  kretsyscall: ["kretsyscall"],
  uprobe: ["uprobe"],
  uretprobe: ["uretprobe"],
  usdt: ["usdt"],
  cgroup: ["cgroup", "cgroup_skb"],
  perfEvent: ["perf_event"],
  iter: ["iter"],
};

/** Whether libbpf resolves the target, by BTF, when the object is loaded. */
export function isBtfTarget(kind: AttachKind): boolean {
  return kind === "tpBtf" || kind === "fentry" || kind === "fexit" || kind === "lsm";
}

/** What this kernel was built without, when that rules out a kind of target; in words. */
export function lackingFeature(kind: AttachKind): string | undefined {
  const isKprobe = kind === "kprobe" || kind === "kretprobe" || kind === "ksyscall" || kind === "kretsyscall";
  if (!isKprobe || existsSync("/sys/bus/event_source/devices/kprobe")) return undefined;
  return "kprobes are not built into this kernel (CONFIG_KPROBE_EVENTS)";
}

/** Whether this kernel has the target; `undefined` where only attaching tells. */
export function targetExists(spec: AttachSpec, kernel: Kernel): boolean | undefined {
  switch (spec.kind) {
    case "tracepoint": {
      const [category = "", name = ""] = spec.target.split(":");
      return kernel.hasTracepoint(category, name);
    }
    case "tpBtf":
      return kernel.kernelBtf().tracepoint(spec.target) !== undefined;
    case "fentry":
    case "fexit":
      return kernel.kernelBtf().function(spec.target) !== undefined;
    case "lsm":
      return kernel.kernelBtf().function(`bpf_lsm_${spec.target}`) !== undefined;
    default:
      return undefined;
  }
}

export function attachTarget(spec: AttachSpec): AttachTarget {
  const { kind, target, path = "" } = spec;
  const [provider = "", name = ""] = target.split(":");
  switch (kind) {
    case "tracepoint":
      return { type: "tracepoint", category: provider, name };
    case "rawTracepoint":
      return { type: "rawTracepoint", name: target };
    case "kprobe":
    case "kretprobe":
      return { type: "kprobe", function: target, retprobe: kind === "kretprobe" };
    case "ksyscall":
    case "kretsyscall":
      return { type: "ksyscall", syscall: target, retprobe: kind === "kretsyscall" };
    case "uprobe":
    case "uretprobe":
      return { type: "uprobe", path, function: target, retprobe: kind === "uretprobe" };
    case "usdt":
      return { type: "usdt", path, provider, name };
    case "cgroup":
      return { type: "cgroup", path };
    default:
      return { type: "section" };
  }
}
