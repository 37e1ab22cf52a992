import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { kprobe, perfEvent } from "../../../src/contract/attach.js";
import { attachTargets, lackingFeature, parseCpuList } from "../../../src/session/attach-target.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-devices-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a kernel without kprobes", () => {
  test("is known by its perf devices, where those can be seen", () => {
    expect(lackingFeature("kprobe", path.join(folder, "none"))).toBeUndefined();
    expect(lackingFeature("kprobe", folder)).toMatch(/CONFIG_KPROBE_EVENTS/);
    expect(lackingFeature("fentry", folder)).toBeUndefined();
    mkdirSync(path.join(folder, "kprobe"));
    expect(lackingFeature("kprobe", folder)).toBeUndefined();
  });
});

describe("what a program is attached to", () => {
  test.each([
    ["0\n", [0]],
    ["0-3\n", [0, 1, 2, 3]],
    ["0,2-3,8\n", [0, 2, 3, 8]],
  ])("the CPUs of %j are %j", (list, cpus) => {
    expect(parseCpuList(list)).toEqual(cpus);
  });

  test("is, for a perf event, each CPU", () => {
    const targets = attachTargets(perfEvent({ eventType: 1, config: 0n, frequencyHz: 99 }));
    expect(targets.length).toBeGreaterThan(0);
    expect(targets[0]).toEqual({
      type: "perfEvent",
      eventType: 1,
      config: 0n,
      frequencyHz: 99,
      cpu: expect.any(Number),
    });
    expect(new Set(targets.map((target) => JSON.stringify({ ...target, config: 0 }))).size).toBe(
      targets.length,
    );
  });

  test("is else one place", () => {
    expect(attachTargets(kprobe("vfs_mkdir"))).toEqual([
      { type: "kprobe", function: "vfs_mkdir", retprobe: false },
    ]);
  });
});
