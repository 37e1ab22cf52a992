import { join } from "node:path";
import { root } from "../../scripts/lib/paths.mjs";

const bin = join(root, "packages", "cli", "bin", "probe.mjs");

/** One of our probes as a subject to measure: `ours("open --comm bash")`. */
export function ours(words, more = {}) {
  const command = [process.execPath, bin, "run", ...words.split(" "), "--output", "json"];
  return { name: `probe run ${words}`, label: `probe run ${words}`, own: true, command, ...more };
}
