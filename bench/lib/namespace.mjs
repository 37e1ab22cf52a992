// Peers want tracefs where it usually is. Where a machine has not mounted it, the bench runs in a mount
// namespace of its own that has: nothing stays mounted.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const mounts = [
  ["debugfs", "/sys/kernel/debug"],
  ["tracefs", "/sys/kernel/tracing"],
];
const inside = "PROBEKIT_BENCH_NAMESPACE";

/** Starts this script again where tracefs is mounted. @returns its status, or `undefined` if it is already */
export function rerunWithTracefs() {
  if (process.env[inside] || existsSync("/sys/kernel/tracing/events")) return undefined;
  const script = [...mounts.map(([type, at]) => `mount -t ${type} ${type} ${at}`), 'exec "$@"'].join("\n");
  const { status, error } = spawnSync(
    "unshare",
    ["--mount", "sh", "-c", script, "sh", process.execPath, ...process.argv.slice(1)],
    { stdio: "inherit", env: { ...process.env, [inside]: "1" } },
  );
  if (error) throw error;
  return status ?? 1;
}
