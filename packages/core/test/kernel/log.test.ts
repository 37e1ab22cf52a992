import os from "node:os";
import { beforeAll, expect, test } from "vitest";
import { use } from "../../src/session/options.js";
import { collect } from "../../src/testing/collect.js";
import { failOnLeaks } from "../../src/testing/vitest/fail-on-leaks.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";
import { own } from "../support/own.js";

beforeAll(() => buildSample("sample"));
failOnLeaks();

const logging = use(sample, { log: true, copies: 0 });

test("a program's line has its numbers and strings in place", async () => {
  const { logs } = await collect({ ...own, probes: [logging] }, () => os.getPriority());
  expect(logs).toEqual([
    {
      probe: "sample",
      level: "warn",
      pid: process.pid,
      tid: process.pid,
      timeMs: expect.any(Number),
      text: "who 0 of 0, 7% of node",
    },
  ]);
  expect(Math.abs((logs[0]?.timeMs ?? 0) - Date.now())).toBeLessThan(10_000);
});

test("a program that says too much is cut short, and what it did not say is counted", async () => {
  const calls = 1000;
  let seconds = 0;
  const { logs, stats } = await collect({ ...own, probes: [logging] }, () => {
    const startMs = performance.now();
    for (let index = 0; index < calls; index++) os.getPriority();
    seconds = Math.ceil((performance.now() - startMs) / 1000) + 1;
  });
  const dropped = stats.lost.find(({ cause }) => cause === "logDropped")?.count ?? 0;
  expect(logs.length + dropped).toBe(calls);
  expect(logs.length).toBeGreaterThanOrEqual(100);
  /* A second of the kernel's clock begins anywhere in ours. */
  expect(logs.length).toBeLessThanOrEqual(100 * seconds);
});

test("a line that finds no room in the ring is counted", async () => {
  const { logs, stats } = await collect({ ...own, probes: [logging], bufferSizeBytes: 4096 }, () => {
    for (let index = 0; index < 50; index++) os.getPriority();
  });
  const dropped = stats.lost.find(({ cause }) => cause === "logDropped")?.count ?? 0;
  expect(logs.length + dropped).toBe(50);
});
