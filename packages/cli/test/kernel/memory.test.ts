import { execFileSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { Probe } from "./probe.js";

const opens = `for (let count = 0; count < 600_000; count++) fs.closeSync(fs.openSync("/dev/null"));`;

test.each([
  ["a table", ["--output", "table"]],
  ["what --where lets through", ["--output", "json", "--where", "pid > 0"]],
])("events that are made into objects for %s are not kept", { timeout: 240_000 }, async (_, options) => {
  const nowhere = openSync("/dev/null", "w");
  onTestFinished(() => closeSync(nowhere));
  const running = new Probe(["run", "open", ...options], { stdio: ["ignore", nowhere, "pipe"] });
  await running.ready();
  execFileSync(process.execPath, ["-e", opens]);
  const status = readFileSync(`/proc/${running.child.pid}/status`, "utf8");
  const peakMiB = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  running.child.kill("SIGINT");
  await running.outcome;
  expect(peakMiB).toBeGreaterThan(50);
  /* Some 125; with all of them more than 300. */
  expect(peakMiB).toBeLessThan(220);
});
