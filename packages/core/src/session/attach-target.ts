import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
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

/** What this kernel was built without, when that rules out a kind of target; in words. */
export function lackingFeature(
  kind: AttachKind,
  devices = "/sys/bus/event_source/devices",
): string | undefined {
  const isKprobe = kind === "kprobe" || kind === "kretprobe" || kind === "ksyscall" || kind === "kretsyscall";
  /* Where /sys is not mounted nothing is known; attaching will tell. */
  if (!isKprobe || !existsSync(devices) || existsSync(path.join(devices, "kprobe"))) return undefined;
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

/** What to attach a program to for one spec: several targets only for a perf event. */
export function attachTargets(spec: AttachSpec): AttachTarget[] {
  const { sample } = spec;
  if (!sample) return [singleTarget(spec)];
  return onlineCpus().map((cpu) => ({ type: "perfEvent", ...sample, cpu }));
}

/** A perf event counts on one CPU. Those that come online later are not sampled. */
function onlineCpus(): number[] {
  return parseCpuList(readFileSync("/sys/devices/system/cpu/online", "utf8"));
}

/** `0-2,5` (Documentation/admin-guide/cputopology.rst). */
export function parseCpuList(list: string): number[] {
  return list
    .trim()
    .split(",")
    .flatMap((range) => {
      const [first = 0, last = first] = range.split("-").map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

function singleTarget(spec: AttachSpec): AttachTarget {
  const { kind, target, path: file = "" } = spec;
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
      return { type: "uprobe", path: file, function: target, retprobe: kind === "uretprobe" };
    case "usdt":
      return { type: "usdt", path: file, provider, name };
    case "cgroup":
      return { type: "cgroup", path: file };
    default:
      return { type: "section" };
  }
}
