import { execFileSync, spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { use } from "@probekit/core";
import { collect, scaled } from "@probekit/core/testing";
import { failOnLeaks } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import { describe, expect, test } from "vitest";
import exec from "../../src/probe.js";
import { programFolder } from "../support/programs.js";

const { folder, compiled } = programFolder("exec-from-thread", "execveat");
failOnLeaks();

/** Every exec of this process and its children while `action` runs. */
async function execs(action: () => unknown, options: Parameters<typeof use<typeof exec>>[1] = {}) {
  const { events, stats } = await collect({ kernel, probes: [use(exec, options)], follow: true }, action);
  expect(stats.lost).toEqual([]);
  return events;
}

describe("an exec that works", () => {
  test("comes with its arguments as they were passed, empty ones too", async () => {
    const [event] = await execs(() => spawnSync("/bin/echo", ["one", "", "two words", "ž"]));
    expect(event).toMatchObject({
      ...{ probe: "exec", event: "exec", filename: "/bin/echo", ret: 0, errno: null, truncated: false },
      ...{ argv: ["/bin/echo", "one", "", "two words", "ž"], argc: 5 },
    });
  });

  test("says who, where and when", async () => {
    const before = Date.now();
    let pid: number | undefined;
    const [event] = await execs(() => {
      pid = spawnSync("/bin/true", [], { cwd: folder }).pid;
    });
    const own = readFileSync("/proc/self/comm", "utf8").trim();
    expect(event).toMatchObject({
      ...{ pid, tid: pid, ppid: process.pid, uid: process.getuid?.(), gid: process.getgid?.() },
      ...{ comm: "true", commBefore: own, parentComm: own, cwd: folder, hostname: os.hostname(), tty: null },
    });
    expect(event?.timeMs).toBeGreaterThan(before - 2);
    expect(event?.timeMs).toBeLessThan(Date.now() + 2);
  });

  test("names its terminal", async () => {
    const events = await execs(() => spawnSync("script", ["-qec", "/bin/true", "/dev/null"]));
    expect(events.find(({ filename }) => filename === "/bin/true")?.tty).toMatch(/^pts\/\d+$/);
  });

  test("keeps bytes that are not UTF-8", async () => {
    const events = await execs(() => spawnSync("/bin/sh", ["-c", "/bin/echo \"$(printf 'a\\377b\\303')\""]));
    expect(events.at(-1)?.argv).toEqual(["/bin/echo", "a\udcffb\udcc3"]);
  });

  test("from another thread than the leader has that thread's tid, and its own comm before", async () => {
    let tid = "";
    const events = await execs(() => {
      tid = spawnSync(compiled("exec-from-thread"), ["/bin/true"], { encoding: "utf8" }).stdout.trim();
    });
    const event = events.find(({ filename }) => filename === "/bin/true");
    expect(event).toMatchObject({ tid: Number(tid), commBefore: "exec-from-threa" });
    expect(event?.pid).not.toBe(Number(tid));
  });

  test("of a script names the script; the interpreter's exec is the same one", async () => {
    const script = compiled("script");
    writeFileSync(script, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    const events = await execs(() => spawnSync(script, ["arg"]));
    expect(events.map(({ argv, comm }) => ({ argv, comm }))).toEqual([
      { argv: ["/bin/sh", script, "arg"], comm: "script" },
    ]);
  });

  test("in a pid namespace of its own is numbered as there", async () => {
    const { events } = await collect({ kernel, probes: [exec], follow: true, namespaces: true }, () =>
      spawnSync("unshare", ["--pid", "--fork", "/bin/true"]),
    );
    const inside = events.find(({ filename }) => filename === "/bin/true");
    const outside = events.find(({ comm }) => comm === "unshare");
    expect(inside).toMatchObject({ nsPid: 1, nsTid: 1, nsPpid: 0, mntNs: outside?.mntNs });
    expect(outside).toMatchObject({ nsPid: outside?.pid, nsPpid: process.pid });
    expect(inside?.pidNs).not.toBe(outside?.pidNs);
    expect(`pid:[${outside?.pidNs}]`).toBe(
      execFileSync("readlink", ["/proc/self/ns/pid"], { encoding: "utf8" }).trim(),
    );
  });
});

describe("long arguments", () => {
  test("200 of them are all there", async () => {
    const args = Array.from({ length: 200 }, (_, index) => `argument-${index}`);
    const [event] = await execs(() => spawnSync("/bin/true", args));
    expect(event).toMatchObject({ argv: ["/bin/true", ...args], argc: 201, truncated: false });
  });

  test("one of 100 KB is cut and marked; argc still counts what follows", async () => {
    const [event] = await execs(() => spawnSync("/bin/true", ["first", "x".repeat(100_000), "last"]));
    expect(event).toMatchObject({ argc: 4, truncated: true });
    expect(event?.argv.slice(0, 2)).toEqual(["/bin/true", "first"]);
    expect(event?.argv[2]).toMatch(/^x{8000,8192}$/);
    expect(event?.argv).toHaveLength(3);
  });

  test.each([64, 1000, 16000])("are kept up to maxArgvBytes: %d", async (maxArgvBytes) => {
    const args = ["a".repeat(maxArgvBytes - "/bin/true\0\0".length)];
    const [fits] = await execs(() => spawnSync("/bin/true", args), { maxArgvBytes });
    expect(fits).toMatchObject({ argv: ["/bin/true", ...args], truncated: false });
    const [cut] = await execs(() => spawnSync("/bin/true", [`${args}b`]), { maxArgvBytes });
    expect(cut).toMatchObject({ truncated: true });
  });

  test("are counted when they were cut", async () => {
    const { stats } = await collect({ kernel, probes: [exec], follow: true }, () =>
      spawnSync("/bin/true", ["x".repeat(100_000)]),
    );
    expect(stats.damaged).toEqual([{ probe: "exec", cause: "truncated", count: 1 }]);
  });
});

describe("an exec that fails", () => {
  test.each([
    ["ENOENT", () => "/nonexistent"],
    ["EACCES", () => folder],
    [
      "ENOEXEC",
      () => {
        writeFileSync(compiled("garbage"), "\0\x01\x02garbage", { mode: 0o755 });
        return compiled("garbage");
      },
    ],
    ["ENOTDIR", () => "/bin/true/x"],
  ])("gives %s, the path tried and the arguments", async (errno, program) => {
    const filename = program();
    const [event] = await execs(() => spawnSync(filename, ["a", "", "b"]));
    expect(event).toMatchObject({
      filename,
      argv: [filename, "a", "", "b"],
      argc: 4,
      errno,
      truncated: false,
      unreadable: false,
    });
    expect(event?.ret).toBe(-os.constants.errno[errno as keyof typeof os.constants.errno]);
    expect(event?.commBefore).toBe(event?.comm);
  });

  test("through execveat has the directory in its path", async () => {
    const events = await execs(() => spawnSync(compiled("execveat"), [folder, "nowhere"]));
    expect(events.at(-1)).toMatchObject({
      filename: `${folder}/nowhere`,
      argv: ["nowhere", "x"],
      errno: "ENOENT",
    });
  });

  test("through execveat of a descriptor has that file's path", async () => {
    const events = await execs(() => spawnSync(compiled("execveat"), [folder, ""]));
    expect(events.at(-1)).toMatchObject({ filename: folder, argv: ["", "x"], errno: "EACCES" });
  });

  test("with more arguments than are looked at says so", async () => {
    const args = Array.from({ length: 400 }, (_, index) => String(index));
    const [event] = await execs(() => spawnSync("/nonexistent", args));
    expect(event).toMatchObject({ truncated: true, argv: ["/nonexistent", ...args.slice(0, 255)] });
  });

  test("with an argument longer than what is kept is marked", async () => {
    const [event] = await execs(() => spawnSync("/nonexistent", ["x".repeat(20_000)]), {
      maxArgvBytes: 16000,
    });
    expect(event).toMatchObject({ argc: 2, truncated: true });
  });

  test("is left out when not asked for", async () => {
    expect(await execs(() => spawnSync("/nonexistent"), { failed: false })).toEqual([]);
  });
});

test("a storm of 20,000 execs from two shells is seen whole", { timeout: 300_000 }, async () => {
  const each = scaled(10_000);
  const loop = `i=0; while [ $i -lt ${each} ]; do /bin/true; i=$((i+1)); done`;
  const { events, stats } = await collect({ kernel, probes: [exec], follow: true }, () => runBoth(loop));
  const seen = events.filter(({ comm }) => comm === "true").length;
  /* Where tracepoints can be preempted (Linux 7), the kernel misses some, and counts them. */
  const missed = stats.lost.find(({ cause }) => cause === "missed")?.count ?? 0;
  expect(stats.lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
  if (Number.parseInt(os.release(), 10) < 7) expect(missed).toBe(0);
  expect(seen + missed).toBeGreaterThanOrEqual(2 * each);
  expect(seen).toBeLessThanOrEqual(2 * each);
});

async function runBoth(script: string): Promise<void> {
  const shells = [0, 1].map(() => spawn("/bin/sh", ["-c", script], { stdio: "ignore" }));
  await Promise.all(shells.map((shell) => new Promise((resolve) => shell.on("exit", resolve))));
}
