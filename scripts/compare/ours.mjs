// A probe of this repository as a tool to compare.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";

/**
 * @param probe its name
 * @param toRow what one line of its JSON is as a row
 * @param flags further ones of `probe run`
 */
export function ours(probe, toRow, flags = []) {
  return {
    name: `probekit ${probe}`,
    missing: () => missingProbe(probe),
    command: [process.execPath, cli, "run", probe, ...flags, "--output", "json"],
    ready: /probe: ready/,
    rows: (stdout) => jsonLines(stdout).flatMap((event) => (event.probe === probe ? toRow(event) : [])),
  };
}

const cli = join(root, "packages", "cli", "bin", "probe.mjs");

function missingProbe(probe) {
  const manifest = join(root, "packages", `probe-${probe}`, "probe.json");
  return existsSync(manifest) ? undefined : `there is no packages/probe-${probe} that has been built`;
}

function jsonLines(text) {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
