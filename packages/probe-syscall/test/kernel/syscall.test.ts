import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openSession, type ProbeEvent, type ProbeOptions, use } from "@probekit/core";
import { collect } from "@probekit/core/testing";
import { describePlans } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callLine } from "../../src/call-line.js";
import syscall from "../../src/probe.js";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "probe-syscall-"));
const calls = path.join(folder, "calls");
const at = (name: string) => path.join(folder, name);
let plan = "";

type Call = ProbeEvent<typeof syscall>;

/** Runs programs, and gives what they called; the calls of this process are left out. */
async function watch(action: () => unknown, options: ProbeOptions<typeof syscall> = {}): Promise<Call[]> {
  const probes = [use(syscall, options, { plan })] as const;
  const { events, stats } = await collect({ kernel, probes, follow: true }, action);
  /* Where tracepoints can be preempted, the kernel misses calls of other tasks as well and counts them. */
  expect(stats.lost.filter(({ cause }) => !["missed", "scratchBusy"].includes(cause))).toEqual([]);
  return events.filter(({ pid }) => pid !== process.pid);
}

const run = (...args: string[]) => execFileSync(calls, args, { stdio: ["ignore", "pipe", "ignore"] });
const named = (events: readonly Call[], name: string) => events.filter((event) => event.syscall === name);

const buildIdOf = (file: string) =>
  /Build ID: (\w+)/.exec(execFileSync("readelf", ["--notes", file], { encoding: "utf8" }))?.[1];

beforeAll(() => {
  const source = new URL("../programs/calls.c", import.meta.url).pathname;
  execFileSync("cc", [
    "-O1",
    "-w",
    "-fno-omit-frame-pointer",
    "-fno-optimize-sibling-calls",
    "-pthread",
    "-Wl,--build-id",
    "-o",
    calls,
    source,
  ]);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

describePlans(syscall, kernel, (name) => {
  beforeAll(() => {
    plan = name;
  });

  test("a call comes with who made it, its arguments by name and type, result and latency", async () => {
    fs.writeFileSync(at("seen"), "text\n");
    const before = Date.now();
    const events = await watch(() => execFileSync("cat", [at("seen")]));
    const opened = named(events, "openat").find(({ args }) => args.filename === at("seen"));
    expect(opened).toMatchObject({
      ...{ probe: "syscall", event: "call", abi: process.arch === "arm64" ? "arm64" : "x86-64" },
      ...{ ppid: process.pid, uid: process.getuid?.(), comm: "cat" },
      ...{ errno: null, truncated: false, unreadable: false },
    });
    expect(opened?.args).toMatchObject({ dfd: "AT_FDCWD", filename: at("seen"), flags: "O_RDONLY" });
    expect(opened?.timeMs).toBeGreaterThan(before - 2);
    expect(opened?.latencyMs).toBeGreaterThan(0);
    const read = named(events, "read").find(({ ret }) => ret === 5n);
    expect(read?.args.fd).toBe(Number(opened?.ret));
    expect(read).toMatchObject({ ret: 5n, args: { buf: Buffer.from("text\n").toString("hex") } });
    expect(callLine(read as Call)).toMatch(/^read\(\d+, "text\\n", \d+\) = 5$/);
  });

  test("a call that fails has its errno, and what it would have filled in is an address", async () => {
    const events = await watch(() => spawnSync("cat", [at("missing")]));
    const failed = named(events, "openat").find(({ args }) => args.filename === at("missing"));
    expect(failed).toMatchObject({ ret: -2n, errno: "ENOENT" });
    expect(callLine(failed as Call)).toBe(`openat(AT_FDCWD, "${at("missing")}", O_RDONLY) = -1 ENOENT`);
    const [link] = await watch(() => spawnSync("readlink", [at("missing")]), {
      calls: ["%file"],
      failed: true,
    }).then((events) => events.filter(({ syscall }) => syscall.startsWith("readlink")));
    expect(link?.args).toMatchObject({ buf: { address: expect.any(BigInt) } });
  });

  describe("calls that do not come back as others do", () => {
    test("the end of a process is told when it begins, without a result", async () => {
      const events = await watch(() => spawnSync("sh", ["-c", "exit 3"]), { calls: ["exit_group"] });
      expect(events.map(({ syscall, args, ret, latencyMs }) => ({ syscall, args, ret, latencyMs }))).toEqual([
        { syscall: "exit_group", args: { errorCode: 3 }, ret: null, latencyMs: 0 },
      ]);
      expect(callLine(events[0] as Call)).toBe("exit_group(3) = ?");
    });

    test("an exec that succeeds is told with what it was passed", async () => {
      const events = await watch(() => execFileSync("/bin/echo", ["one", "", "two three"]), {
        calls: ["execve"],
      });
      const [event] = events.filter(({ ret }) => ret === 0n);
      expect(event).toMatchObject({ comm: "echo", errno: null, unreadable: false });
      expect(event?.args).toMatchObject({
        filename: "/bin/echo",
        argv: ["/bin/echo", "one", "", "two three"],
      });
    });

    test("an execveat that succeeds is told, though it ends with the number of execve", async () => {
      const script = 'import os; os.execve(os.open("/bin/true", 0), ["a"], {})';
      const events = await watch(() => execFileSync("python3", ["-c", script]), { calls: ["execveat"] });
      /* Of a program that is given by a descriptor, Linux before 6.14 takes that for its name. */
      const comm = expect.stringMatching(/^(?:true|\d+)$/);
      expect(events).toMatchObject([{ syscall: "execveat", ret: 0n, comm, args: { argv: ["a"] } }]);
    });

    test("an exec by a thread that is not the leader is told once", async () => {
      const events = await watch(() => run("thread", "/bin/echo"), { calls: ["execve"] });
      const execs = events.filter(({ args }) => (args.argv as string[])[1] === "from a thread");
      expect(execs).toMatchObject([{ ret: 0n, comm: "echo", args: { filename: "/bin/echo" } }]);
      expect(execs[0]?.tid).toBe(execs[0]?.pid);
    });
  });

  describe("arguments", () => {
    test("a path that the call itself overwrites is told as it was passed", async () => {
      fs.symlinkSync("the target", at("link"));
      const [event] = await watch(() => run("overwrite", at("link")), { calls: ["readlink"] });
      expect(event?.args).toMatchObject({ path: at("link"), buf: Buffer.from("the target").toString("hex") });
    });

    test("a path that is not in memory when the call begins is read when it ends", async () => {
      fs.writeFileSync(at("untouched"), `${at("untouched")}\0`);
      const [event] = await watch(() => run("untouched", at("untouched")), {
        calls: ["access", "!openat"],
      }).then((events) => events.filter(({ ret }) => ret === 0n));
      expect(event).toMatchObject({ unreadable: false });
      expect(event?.args).toMatchObject({ filename: at("untouched") });
    });

    test("one that cannot be read is its address, and said to be unreadable", async () => {
      const [event] = await watch(() => run("unreadable"), { calls: ["rmdir"] });
      expect(event).toMatchObject({ errno: "EFAULT", unreadable: true });
      expect(event?.args).toEqual({ pathname: { address: 1n }, unreadable: ["pathname"] });
      expect(callLine(event as Call)).toBe("rmdir(0x1) = -1 EFAULT");
    });

    test("strings longer than what is kept with the call come whole", async () => {
      const long = `/${"a/".repeat(1500)}`;
      const many = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(40, "x"));
      const events = await watch(
        () => {
          spawnSync("rmdir", [long]);
          spawnSync("true", many);
        },
        { calls: ["rmdir", "execve"] },
      );
      expect(named(events, "rmdir")[0]?.args).toEqual({ pathname: long });
      const execs = named(events, "execve").filter(({ ret }) => ret === 0n);
      expect(execs.at(-1)?.args.argv).toEqual(["true", ...many]);
    });

    test("buffers are kept to as many bytes as were asked for, and said to be longer", async () => {
      const text = "0123456789".repeat(10);
      const writes = async (bufferBytes: number) =>
        (await watch(() => execFileSync("echo", [text]), { calls: ["write"], bufferBytes })).filter(
          ({ comm }) => comm === "echo",
        );
      const [short] = await writes(4);
      expect(short?.args).toMatchObject({ buf: Buffer.from("0123").toString("hex"), truncated: ["buf"] });
      expect(short?.truncated).toBe(false);
      expect(callLine(short as Call)).toBe('write(1, "0123"..., 101) = 101');
      const [whole] = await writes(1024);
      expect(whole?.args).toEqual({ fd: 1, buf: Buffer.from(`${text}\n`).toString("hex"), count: 101n });
      const [none] = await writes(0);
      expect(none?.args).toMatchObject({ buf: "", truncated: ["buf"] });
    });

    test("are left out on request", async () => {
      const [event] = await watch(() => run("unreadable"), { calls: ["rmdir"], args: false });
      expect(event).toMatchObject({ errno: "EFAULT", args: {}, unreadable: false });
      expect(callLine(event as Call)).toBe("rmdir(...) = -1 EFAULT");
    });
  });

  test("the stack names the functions that led to the call, innermost first", async () => {
    const probes = [use(syscall, { calls: ["rmdir"], stack: true }, { plan })] as const;
    await using session = openSession({ kernel, probes, follow: true });
    session.follow(process.pid);
    const program = spawn(calls, ["stack"], { stdio: ["pipe", "ignore", "ignore"] });
    for await (const event of session) {
      if (event.pid !== program.pid) continue;
      const frames = event.stack ?? [];
      /* What libc's syscall() returns to is in no frame: it keeps no frame pointer. */
      expect(frames[0]).toMatchObject({ symbol: expect.stringMatching(/^syscall\+\d+$/) });
      expect(frames.slice(1, 4).map(({ symbol }) => symbol?.replace(/\+\d+$/, ""))).toEqual([
        "inner",
        "outer",
        "stack",
      ]);
      expect(frames[1]).toMatchObject({ file: calls, buildId: buildIdOf(calls) });
      break;
    }
    program.stdin.end();
    await once(program, "exit");
  });

  describe("which calls", () => {
    test("only those that were chosen", async () => {
      const events = await watch(() => execFileSync("ls", [folder]), { calls: ["%memory", "!mmap"] });
      const seen = new Set(events.map(({ syscall }) => syscall));
      expect([...seen].filter((name) => !["brk", "mprotect", "munmap", "madvise"].includes(name))).toEqual(
        [],
      );
      expect(seen.size).toBeGreaterThan(1);
    });

    test("only those that fail", async () => {
      const events = await watch(() => spawnSync("ls", [at("missing")]), { failed: true });
      expect(events.length).toBeGreaterThan(0);
      expect(events.filter(({ errno }) => errno === null)).toEqual([]);
    });

    test("only those that took long", async () => {
      const events = await watch(() => execFileSync("sleep", ["0.2"]), { minLatencyMs: 150 });
      expect(new Set(events.map(({ syscall }) => syscall))).toContain("clock_nanosleep");
      expect(events.filter(({ latencyMs }) => latencyMs < 150)).toEqual([]);
    });

    test("numbers of no call are told with six registers", async () => {
      const events = await watch(() => run("unknown"));
      const unknown = events.filter(({ syscall }) => syscall.startsWith("syscall_"));
      expect(unknown.map(({ syscall, errno }) => [syscall, errno])).toEqual([
        ["syscall_511", "ENOSYS"],
        ...(process.arch === "x64" ? [["syscall_1073741863", "ENOSYS"]] : []),
        ["syscall_123456", "ENOSYS"],
      ]);
      expect(unknown[0]?.args).toEqual({ arg0: 1n, arg1: 2n, arg2: 3n, arg3: 4n, arg4: 5n, arg5: 6n });
    });

    test("a 32-bit call is never taken for a 64-bit one", async ({ skip }) => {
      if (process.arch !== "x64") skip("the program makes i386's calls");
      const { status } = spawnSync(calls, ["compat"]);
      if (status !== 0) skip("this kernel has no 32-bit calls");
      const events = await watch(() => run("compat"));
      const [event, ...others] = events.filter(({ abi }) => abi === "i386");
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        syscall: "getpid",
        ret: BigInt(event?.pid ?? 0),
        args: { arg0: 1n, arg2: 3n },
      });
      expect(named(events, "writev")).toEqual([]);
      expect(await watch(() => run("compat"), { calls: ["writev"] })).toEqual([]);
      const both = await watch(() => run("compat"), { calls: ["getpid"] });
      expect(both.map(({ abi }) => abi)).toEqual(["i386", "x86-64"]);
    });
  });

  test("more threads in a call than there is room for are counted", async () => {
    const probes = [use(syscall, { calls: ["read"], maxThreads: 64 }, { plan })] as const;
    const { events, stats } = await collect({ kernel, probes, follow: true }, () => run("threads"));
    const lost = stats.lost.find(({ cause }) => cause === "mapFull")?.count ?? 0;
    const told = events.filter(({ args, ret }) => args.count === 1n && ret === 0n).length;
    expect(lost).toBeGreaterThan(0);
    expect(told + Number(lost)).toBeGreaterThanOrEqual(100);
  });

  test("the summary counts calls, errors and time, and no events are sent", async () => {
    const probes = [
      use(syscall, { calls: ["rmdir", "clock_nanosleep"] }, { plan, events: ["summary"] }),
    ] as const;
    await using session = openSession({ kernel, probes, follow: true });
    session.follow(process.pid);
    for (let round = 0; round < 3; round++) run("unreadable");
    execFileSync("sleep", ["0.05"]);
    fs.mkdirSync(at("made"));
    execFileSync("rmdir", [at("made")]);
    const [snapshot] = session.snapshot();
    expect(snapshot?.rows.map(({ syscall, count, errors }) => ({ syscall, count, errors }))).toEqual([
      { syscall: "clock_nanosleep", count: 1, errors: 0 },
      { syscall: "rmdir", count: 4, errors: 3 },
    ]);
    const [slept, removed] = snapshot?.rows ?? [];
    expect(slept?.totalMs).toBeGreaterThanOrEqual(50);
    expect(slept).toMatchObject({ meanMs: slept?.totalMs, maxMs: slept?.totalMs });
    expect(removed?.meanMs).toBeCloseTo((removed?.totalMs ?? 0) / 4, 9);
    expect(removed?.maxMs).toBeLessThanOrEqual(removed?.totalMs ?? 0);
    expect(session.snapshot()[0]?.rows).toEqual([]);
    expect(session.stats().events).toBe(0);
  });
});
