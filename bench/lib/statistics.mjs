// kernel.bpf_stats_enabled: with it the kernel takes the time of each run of a program, which costs more than
// some of the programs do. Off for everything but the one part that reads it.
import { readFileSync, writeFileSync } from "node:fs";

const file = "/proc/sys/kernel/bpf_stats_enabled";

export function withStatistics(work) {
  return withSetting("1", work);
}

export function withoutStatistics(work) {
  return withSetting("0", work);
}

async function withSetting(value, work) {
  const before = readFileSync(file, "utf8").trim();
  const restore = () => writeFileSync(file, before);
  writeFileSync(file, value);
  process.once("exit", restore);
  try {
    return await work();
  } finally {
    process.off("exit", restore);
    restore();
  }
}
