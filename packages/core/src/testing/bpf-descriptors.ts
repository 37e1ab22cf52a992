import { readdirSync, readlinkSync } from "node:fs";

/**
 * How many BPF programs, maps and links this process holds. The kernel frees each with its
 * last descriptor, so that a count that has not changed means that nothing leaked.
 */
export function bpfDescriptors(): number {
  return readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return /^anon_inode:(bpf|\[perf_event\])/.test(readlinkSync(`/proc/self/fd/${fd}`));
    } catch {
      return false; /* the descriptor of the listing itself */
    }
  }).length;
}
