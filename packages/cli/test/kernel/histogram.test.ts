import { expect, test } from "vitest";
import { jsonLines, probe } from "./probe.js";

const calls = ["--", "sh", "-c", "sync; sync; sync -d /etc/passwd"];

test("a histogram is a line of JSON for each group, in place of events", async () => {
  const { status, stdout } = await probe("run", "sync", "--histogram", "--output", "json", ...calls);
  expect(status).toBe(0);
  expect(jsonLines(stdout)).toMatchObject([
    { probe: "sync", event: "latency", group: "sync", unit: "ns", count: 2 },
    { probe: "sync", event: "latency", group: "fdatasync", unit: "ns", count: 1 },
  ]);
});

test("a histogram is drawn, without the header of events that do not come", async () => {
  const { stdout } = await probe("run", "sync", "--histogram", ...calls);
  expect(stdout).toMatch(/^\nsync latency, sync: 2\n.* … .* {2}\d {2}█+\n/);
  expect(stdout).not.toContain("TIME");
});
