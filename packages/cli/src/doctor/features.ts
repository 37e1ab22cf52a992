import { readFileSync } from "node:fs";
import type { AttachTarget, Kernel } from "@probekit/core";
import { CliError } from "../exit.js";
import { packageFolder } from "../package-folder.js";
import { explainFeature } from "./explain.js";
import type { KernelFacts } from "./kernel-facts.js";
import type { Verdict } from "./verdict.js";

export interface Feature {
  readonly name: string;
  /** In `bpf/features.bpf.c`; none for what comes with the object itself. */
  readonly program?: string;
  readonly target?: AttachTarget;
}

const bySection: AttachTarget = { type: "section" };

export const features: readonly Feature[] = [
  { name: "ring buffer" },
  {
    name: "tracepoint",
    program: "on_tracepoint",
    target: { type: "tracepoint", category: "syscalls", name: "sys_exit_close" },
  },
  {
    name: "raw tracepoint",
    program: "on_raw_tracepoint",
    target: { type: "rawTracepoint", name: "sched_process_exit" },
  },
  { name: "BTF tracepoint", program: "on_btf_tracepoint", target: bySection },
  { name: "fentry", program: "on_fentry", target: bySection },
  { name: "fexit", program: "on_fexit", target: bySection },
  { name: "kprobe", program: "on_kprobe", target: { type: "kprobe", function: "vfs_unlink" } },
  {
    name: "uprobe",
    program: "on_uprobe",
    /* In Node itself: a function that every build of it exports. */
    target: { type: "uprobe", path: process.execPath, function: "napi_get_undefined", pid: process.pid },
  },
  { name: "LSM hook", program: "on_lsm", target: bySection },
];

/** Tries every feature by loading and attaching a program that does nothing. */
export function tryFeatures(kernel: Kernel, facts: KernelFacts): Verdict[] {
  const image = readImage();
  return features.map((feature) => {
    try {
      tryFeature(kernel, image, feature);
    } catch (error) {
      return { name: feature.name, works: false, reason: explainFeature(feature.name, error, facts) };
    }
    /* Without it in the list such programs attach and are never called. */
    if (feature.name === "LSM hook" && facts.securityModules?.includes("bpf") === false) {
      return {
        name: feature.name,
        works: false,
        reason: "bpf is not among the active LSMs; boot with lsm=…,bpf",
      };
    }
    return { name: feature.name, works: true };
  });
}

function readImage(): Uint8Array {
  const file = new URL("dist/features.bpf.o", packageFolder);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new CliError(`${file.pathname} cannot be read: this CLI was not built whole`, undefined, { cause });
  }
}

function tryFeature(kernel: Kernel, image: Uint8Array, { program: wanted, target }: Feature): void {
  const object = kernel.openObject(image, { name: "features" });
  try {
    for (const { name } of object.programs) object.setAutoload(name, name === wanted);
    const loaded = object.load();
    try {
      if (wanted !== undefined && target !== undefined) loaded.attach(wanted, target).close();
    } finally {
      loaded.close();
    }
  } finally {
    object.close();
  }
}
