import { readdirSync, readlinkSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What this process has open of BPF and of the other kinds of file that the addon uses. */
export function openDescriptors(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      // The root of a detached mount, such as tracefs, is just "/".
      return /bpf|perf_event|eventpoll|eventfd|btf|^\/$/.test(target) ? [target] : [];
    } catch {
      return []; // closed meanwhile, such as the listing's own
    }
  });
}

/**
 * How many programs this process holds. Nothing is pinned, so that a program lives by its
 * descriptors; the kernel's own list would show those of other processes too.
 */
export function countPrograms(): number {
  return openDescriptors().filter((target) => target === "anon_inode:bpf-prog").length;
}

setFlagsFromString("--expose-gc");
const gc: () => void = runInNewContext("gc");

/** Collects what is unreachable and lets its finalizers run. */
export async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    gc();
    // Node runs an addon's finalizers in a task of their own.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
