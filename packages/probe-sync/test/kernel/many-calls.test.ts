import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { scaled } from "@probekit/core/testing";
import { expect, test } from "vitest";
import { describeByPlan } from "./by-plan.js";

/** Whether the process waits in fsync(), by its number on x86 or on arm64. */
function isInFsync(pid: number | undefined): boolean {
  try {
    return /^(74|82) /.test(fs.readFileSync(`/proc/${pid}/syscall`, "utf8"));
  } catch {
    return false; /* it has ended */
  }
}

describeByPlan(({ at, flush, run, watch }) => {
  test("a call that is under way when the session ends comes to its end", async ({ skip }) => {
    let ended: Promise<unknown[]> | undefined;
    let caught = false;
    await watch(async () => {
      const child = spawn(flush, ["slow", at("a")]);
      ended = once(child, "exit");
      while (child.exitCode === null && !caught) {
        caught = isInFsync(child.pid);
        await setImmediate();
      }
    });
    expect(await ended).toEqual([0, null]);
    if (!caught) skip("the file system has flushed 128 MB before it was looked at");
  });

  test("10,000 calls at full speed are all there, in order", async () => {
    const memory = fs.mkdtempSync("/dev/shm/probe-sync-");
    const fds = ["a", "b"].map((name) => fs.openSync(path.join(memory, name), "w"));
    const count = scaled(10_000);
    const events = await watch(() => {
      for (let index = 0; index < count; index++) fs.fsyncSync(fds[index % 2] ?? -1);
    });
    for (const fd of fds) fs.closeSync(fd);
    fs.rmSync(memory, { recursive: true });
    expect(events.map((event) => path.basename(event.path ?? ""))).toEqual(
      Array.from({ length: count }, (_, index) => "ab"[index % 2]),
    );
  });

  test.each([0, 60_000])(
    "5,000 threads, more than are followed at a time, are followed one after another (minLatencyMs %d)",
    async (minLatencyMs) => {
      const memory = fs.mkdtempSync("/dev/shm/probe-sync-");
      const events = await watch(() => run(flush, "threads", path.join(memory, "a")), { minLatencyMs });
      fs.rmSync(memory, { recursive: true });
      expect(new Set(events.map(({ tid }) => tid)).size).toBe(minLatencyMs ? 0 : 5000);
    },
  );

  test("two processes at full speed are told apart", async () => {
    const count = scaled(2000);
    const script = `import os, sys; fd = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)\nfor i in range(${count}): os.fsync(fd)`;
    const pids = new Map<string, number | undefined>();
    const events = await watch(() =>
      Promise.all(
        ["a", "b"].map((name) => {
          const child = spawn("python3", ["-c", script, at(name)]);
          pids.set(at(name), child.pid);
          return new Promise((resolve) => child.on("exit", resolve));
        }),
      ),
    );
    expect(events).toHaveLength(2 * count);
    expect(events.filter((event) => pids.get(event.path ?? "") !== event.pid)).toEqual([]);
  });
});
