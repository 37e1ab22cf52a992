import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as kernel from "@probekit/native";
import { beforeAll, expect, test } from "vitest";
import { openSession } from "../../src/session/open.js";
import { collect } from "../../src/testing/collect.js";
import { kernelTest } from "../../src/testing/vitest/index.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";

beforeAll(() => buildSample("sample"));

test("a followed tree is the process, its children and theirs, and nothing else", async () => {
  const call = `require("os").getPriority()`;
  const inner = `require("child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(call)}])`;
  const { events } = await collect({ kernel, probes: [sample], follow: true }, () => {
    execFileSync("setsid", [process.execPath, "-e", inner]);
  });
  expect(events).toHaveLength(1);
  expect(events[0]?.pid).not.toBe(process.pid);
});

test("of a process whose children are followed there is nothing, and of them all from their exec on", async () => {
  const child = `import os
pid = os.fork()
os.getpriority(0, 0)
if pid: os.waitpid(pid, 0)`;
  const script = `import os, sys
print("ready", flush=True); sys.stdin.readline()
os.getpriority(1, 0)
pid = os.fork()
if pid == 0:
  os.getpriority(2, 0)
  os.execv(sys.executable, ["python3", "-c", ${JSON.stringify(child)}])
os.waitpid(pid, 0)
os.getpriority(1, 0)`;
  const starter = spawn("python3", ["-c", script], { stdio: ["pipe", "pipe", "inherit"] });
  await once(starter.stdout, "data");
  const { events } = await collect({ kernel, probes: [sample], follow: true }, async (session) => {
    session.followChildren(starter.pid as number);
    starter.stdin.end("go\n");
    await once(starter, "exit");
  });
  expect(events.map(({ which }) => which)).toEqual([0, 0]);
});

kernelTest(
  "the end of a followed process is still its own",
  { kernel, probe: sample, plans: ["ending"], command: ["true"] },
  async ({ pid, release, all }) => {
    await release();
    expect((await all()).map((event) => event.pid)).toEqual([pid]);
  },
);

test("more processes than there is room for cannot be followed", async () => {
  await using session = openSession({ kernel, probes: [sample], follow: true, maxFollowed: 1 });
  session.follow(process.pid);
  session.follow(process.pid);
  expect(() => session.follow(1)).toThrow(
    "follow process 1: E2BIG: no more than 1 processes can be followed at one time (maxFollowed)",
  );
});

test("in a session that was opened without it nothing can be followed", async () => {
  await using session = openSession({ kernel, probes: [sample] });
  expect(() => session.follow(1)).toThrow("follow: the session was opened without `follow: true`");
});
