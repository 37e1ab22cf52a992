import { execFileSync } from "node:child_process";
import os from "node:os";
import * as kernel from "@probekit/native";
import { beforeAll, describe, expect, test } from "vitest";
import { bpfDescriptors } from "../../src/testing/bpf-descriptors.js";
import { missingFeature } from "../../src/testing/missing-feature.js";
import { runKernelTest } from "../../src/testing/run-kernel-test.js";
import { TestPrograms } from "../../src/testing/test-programs.js";
import { kernelTest } from "../../src/testing/vitest/index.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";

beforeAll(() => buildSample("sample"));

const plans = ["working"];
/** Asks for a priority, which the sample tells of. */
const asks = [process.execPath, "-e", 'require("os").getPriority(0)'] as const;

describe("a test with the kernel", () => {
  kernelTest(
    "sees the child from its release on, and knows it before",
    { kernel, probe: sample, plans, command: asks, filter: (pid) => ({ pid: [pid] }) },
    async ({ plan, pid, release, event, all }) => {
      expect(plan).toBe("working");
      os.getPriority(); /* left out: it is this process's */
      const ended = await release();
      expect(ended).toMatchObject({ pid, status: 0, signal: null, stdout: "" });
      expect(await event({ which: 0 })).toMatchObject({ pid, event: "called" });
      expect((await all()).map((one) => one.pid)).toEqual([pid]);
    },
  );

  kernelTest(
    "sees this process when it has no command",
    { kernel, probe: sample, plans },
    async ({ pid, event }) => {
      expect(pid).toBe(process.pid);
      os.getPriority();
      expect(await event()).toMatchObject({ pid });
    },
  );
});

describe("is failed by", () => {
  const own = { kernel, probe: sample };

  test("an event that does not come", async () => {
    const failing = runKernelTest("working", { ...own, command: asks, eventTimeoutMs: 20 }, ({ event }) =>
      event({ who: -1 }),
    );
    await expect(failing).rejects.toThrow("no event with { who: -1 } came in 20 ms; none did");
  });

  test("events that were lost, unless it is about them", async () => {
    const losing = () => {
      for (let index = 0; index < 1000; index++) os.getPriority();
    };
    const options = { ...own, options: { copies: 100 }, bufferSizeBytes: 4096 };
    await expect(runKernelTest("working", options, losing)).rejects.toThrow("the session has lost events");
    await runKernelTest("working", { ...options, mayLose: true }, losing);
  });

  test("an object that is left behind", async () => {
    let left: TestPrograms | undefined;
    const leaking = runKernelTest("working", own, () => {
      left = new TestPrograms(kernel, new URL("../sample/by-hand.bpf.c", import.meta.url));
    });
    await expect(leaking).rejects.toThrow("BPF programs, maps or links were left behind");
    left?.[Symbol.dispose]();
  });
});

test("a plan that a probe does not have is a mistake of the test", () => {
  const declare = () => kernelTest("never", { kernel, probe: sample, plans: ["workin"] }, () => {});
  expect(declare).toThrow("never: sample has no plan workin");
});

test("what a child has started, and what holds its output open, does not hold the test", async () => {
  const command = ["sh", "-c", "sleep 1000 & echo $!; sleep 1000"] as const;
  let started = 0;
  await runKernelTest("working", { kernel, probe: sample, command }, ({ release, pid }) => {
    void release().catch(() => {});
    started = pid;
  });
  expect(() => process.kill(started, 0)).toThrow("ESRCH");
  execFileSync("pkill", ["-f", "sleep 1000"]);
});

test("a child that was never released is ended with the test", async () => {
  const before = bpfDescriptors();
  let pid = 0;
  await runKernelTest("working", { kernel, probe: sample, command: ["sleep", "1000"] }, (held) => {
    pid = held.pid;
  });
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  expect(bpfDescriptors()).toBe(before);
});

test("what a kernel lacks is told in words; what it should have is an error", async () => {
  expect(await missingFeature(sample, "missing", kernel)).toContain("sys_enter_no_such_call");
  expect(await missingFeature(sample, "working", kernel)).toBeUndefined();
  await expect(missingFeature(sample, "rejected", kernel)).rejects.toThrow();
});
