// What a process has used, and which BPF programs it holds, from /proc.
import { readdirSync, readFileSync } from "node:fs";

/**
 * Processor time of all of a process's threads, in nanoseconds: what its utime and stime add up to, which
 * the kernel makes from this and rounds to 10 ms.
 */
export function cpuNs(pid) {
  return readdirSync(`/proc/${pid}/task`)
    .map((tid) => read(`/proc/${pid}/task/${tid}/schedstat`))
    .reduce((sum, text) => sum + Number(text.split(" ")[0]), 0);
}

/** Memory of a process that is in RAM, in bytes. */
export function residentBytes(pid) {
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

/** BPF programs that a process has open: `{ id, runNs, runCount }[]`; times only with kernel.bpf_stats_enabled=1. */
export function programsOf(pid) {
  const byId = new Map();
  for (const fd of readdirSync(`/proc/${pid}/fdinfo`)) {
    const info = read(`/proc/${pid}/fdinfo/${fd}`);
    if (!/^run_cnt:/m.test(info)) continue;
    const field = (name) => Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(info)?.[1] ?? 0);
    byId.set(field("prog_id"), {
      id: field("prog_id"),
      runNs: field("run_time_ns"),
      runCount: field("run_cnt"),
    });
  }
  return [...byId.values()];
}

/** A thread or a descriptor may be gone by the time that its turn has come. */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return "0";
    throw error;
  }
}
