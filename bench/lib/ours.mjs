import { join } from "node:path";
import { root } from "../../scripts/lib/paths.mjs";

/** The longest that events wait for others on their way to a file, and a little more. */
const delayMs = 2600;
const bin = join(root, "packages", "cli", "bin", "probe.mjs");

/** One of our probes as a subject to measure: `ours("open --comm bash")`. */
export function ours(words, more = {}) {
  const command = [process.execPath, bin, "run", ...words.split(" "), "--output", "json"];
  return { name: `probe run ${words}`, label: `probe run ${words}`, own: true, command, delayMs, ...more };
}
