import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { type ProbeOptions, type SessionFilter, use } from "@probekit/core";
import { bpfDescriptors, collect, planRefusal, plansUnderTest, scaled } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import sync from "../../src/probe.js";

const programs = fs.mkdtempSync(path.join(os.tmpdir(), "probe-sync-"));
const flush = path.join(programs, "flush");
let folder = "";
let descriptors = 0;
let plan = "";

const at = (name: string) => path.join(folder, name);

/** Runs a program that is expected to succeed, and gives its output. */
const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** Opens a file for the length of `action`. */
function withFile<T>(name: string, action: (fd: number) => T, flags: string | number = "w+"): T {
  const fd = fs.openSync(at(name), flags);
  try {
    return action(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** What the plan under test tells, by its declared limits. */
const sees32Bit = () => plan === "fentry";
const tellsMsyncFile = () => plan !== "tracepoint";

/** Whether the process waits in fsync(), by its number on x86 or on arm64. */
function isInFsync(pid: number | undefined): boolean {
  try {
    return /^(74|82) /.test(fs.readFileSync(`/proc/${pid}/syscall`, "utf8"));
  } catch {
    return false; /* it has ended */
  }
}

/** What `action` was seen to do, and what was lost; this process and its children are watched. */
function observe(
  action: Parameters<typeof collect>[1],
  options: ProbeOptions<typeof sync> = {},
  filter: SessionFilter = {},
) {
  return collect({ kernel, probes: [use(sync, options, { plan })] as const, follow: true, filter }, action);
}

/** The same where nothing may be lost. */
async function watch(...args: Parameters<typeof observe>) {
  const { events, stats } = await observe(...args);
  /* Where tracepoints can be preempted, the kernel misses calls of other tasks as well and counts them. */
  expect(stats.lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
  return events;
}

beforeAll(() => {
  const source = new URL("../programs/flush.c", import.meta.url).pathname;
  execFileSync("cc", ["-O1", "-pthread", "-o", flush, source]);
});
afterAll(() => fs.rmSync(programs, { recursive: true }));
beforeEach(() => {
  folder = fs.mkdtempSync("/var/tmp/probe-sync-");
  descriptors = bpfDescriptors();
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
  expect(bpfDescriptors()).toBe(descriptors);
});

describe.each(plansUnderTest(sync))("by plan %s", (name) => {
  let refusal: string | undefined;
  beforeAll(async () => {
    plan = name;
    refusal = await planRefusal(sync, name, kernel);
  });
  beforeEach(({ skip }) => {
    if (refusal) skip(refusal);
  });

  describe("a call that works", () => {
    test("comes with who called, what, on which file, and no error", async () => {
      const before = Date.now();
      let fd = 0;
      const [event, ...others] = await watch(() =>
        withFile("file", (opened) => {
          fd = opened;
          fs.fsyncSync(fd);
        }),
      );
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        ...{ probe: "sync", event: "synced", call: "fsync", path: at("file"), fd, ret: 0, errno: null },
        ...{ pid: process.pid, ppid: process.ppid, uid: process.getuid?.(), gid: process.getgid?.() },
        ...{ truncated: false, unreadable: false, comm: fs.readFileSync("/proc/self/comm", "utf8").trim() },
      });
      expect(event?.timeMs).toBeGreaterThan(before - 2);
      expect(event?.timeMs).toBeLessThan(Date.now() + 2);
    });

    /* What makes the call, which call it is, and the file that it names. */
    test.each<[title: string, make: () => unknown, call: string, file: string | null]>([
      ["fsync, by node", () => withFile("a", fs.fsyncSync), "fsync", "a"],
      ["fdatasync, by node", () => withFile("a", fs.fdatasyncSync), "fdatasync", "a"],
      ["sync, by sync", () => run("sync"), "sync", null],
      ["fsync of a directory, by sync", () => run("sync", folder), "fsync", ""],
      ["fdatasync, by sync -d", () => run("sync", "-d", at("old")), "fdatasync", "old"],
      ["syncfs, by sync -f", () => run("sync", "-f", at("old")), "syncfs", "old"],
      ["fsync, by dd", () => run("dd", "if=/dev/zero", "of=a", "count=3", "conv=fsync"), "fsync", "a"],
      ["sync_file_range", () => run(flush, "range", at("a")), "sync_file_range", "a"],
    ])("%s, is told once", async (_, make, call, file) => {
      fs.writeFileSync(at("old"), "");
      const events = await watch(make);
      expect(events).toMatchObject([{ call, path: file === null ? null : path.join(folder, file), ret: 0 }]);
      expect(events[0]?.fd === null).toBe(file === null);
    });

    test("msync, is told once, with its file where the plan tells it", async () => {
      const path = tellsMsyncFile() ? at("a") : null;
      expect(await watch(() => run(flush, "msync", at("a")))).toMatchObject([
        { call: "msync", path, fd: null, ret: 0, unreadable: false },
      ]);
    });

    test("msync that flushes nothing (MS_ASYNC) has no file", async () => {
      expect(await watch(() => run(flush, "async", at("a")))).toMatchObject([{ call: "msync", path: null }]);
    });

    test("by a 32-bit program is told where the plan sees it", async ({ skip }) => {
      let status: number | null = 0;
      const events = await watch(() => {
        status = spawnSync(flush, ["32", at("a")]).status;
      });
      if (status !== 0) skip("this kernel does not take calls of 32-bit programs");
      const path = at("a");
      const none = { path: null, fd: null, ret: 0 };
      const told = { path, fd: expect.any(Number), ret: 0 };
      const expected = [
        { call: "sync", ...none },
        ...["syncfs", "fsync", "fdatasync"].map((call) => ({ call, ...told })),
        { call: "msync", ...none, path },
        { call: "sync_file_range", ...told },
        { call: "fsync", path: null, fd: -1, errno: "EBADF" },
      ];
      expect(events).toMatchObject(sees32Bit() ? expected : []);
    });

    test("by a thread has that thread's id", async () => {
      let tid = 0;
      const [event] = await watch(() => {
        tid = Number(run(flush, "thread", at("a")));
      });
      expect(event).toMatchObject({ call: "fsync", path: at("a"), tid, comm: "flush" });
      expect(event?.pid).not.toBe(tid);
    });

    test("on Node's thread pool, several at a time, is told for each, or counted where the plan can miss one", async () => {
      const names = Array.from({ length: 40 }, (_, index) => `f${index}`);
      const script = `for (const name of ${JSON.stringify(names)})
        fs.promises.open(name, "w").then((file) => file.sync().then(() => file.close()));`;
      let pid = 0;
      const { events, stats } = await observe(() => {
        pid = spawnSync(process.execPath, ["-e", script], { cwd: folder }).pid;
      });
      const told = events.map((event) => path.basename(event.path ?? "")).sort();
      const lost = stats.lost.find(({ cause }) => cause === "unpaired")?.count ?? 0;
      expect(told).toEqual(names.filter((name) => told.includes(name)).sort());
      expect(told.length + lost).toBe(names.length);
      expect(plan === "kprobe" || lost === 0).toBe(true);
      expect(events.every((event) => event.pid === pid && event.tid !== pid)).toBe(true);
    });
  });

  describe("a call that fails", () => {
    test.each([999_999, 2 ** 31 - 1])("on descriptor %d, which is not open, has no path", async (fd) => {
      const [event] = await watch(() => expect(() => fs.fsyncSync(fd)).toThrow("EBADF"));
      const ret = -os.constants.errno.EBADF;
      expect(event).toMatchObject({ call: "fsync", fd, path: null, errno: "EBADF", ret, unreadable: false });
    });

    test("on descriptor -1 says so", async () => {
      const events = await watch(() =>
        spawnSync("python3", ["-c", "import ctypes; ctypes.CDLL(None).fsync(-1)"]),
      );
      expect(events).toMatchObject([{ fd: -1, path: null, errno: "EBADF" }]);
    });

    test("on a descriptor that only names a file (O_PATH) has that file's path", async () => {
      fs.writeFileSync(at("named"), "");
      const [event] = await watch(() =>
        withFile("named", (fd) => expect(() => fs.fsyncSync(fd)).toThrow("EBADF"), 0o10000000),
      );
      expect(event).toMatchObject({ path: at("named"), errno: "EBADF" });
    });

    test("on a pipe or a socket has no path", async () => {
      const events = await watch(() => {
        run("python3", "-c", "import os\ntry: os.fsync(os.pipe()[1])\nexcept OSError: pass");
        run(flush, "tcp", at("a"));
      });
      expect(events).toMatchObject(
        ["python3", "flush"].map((comm) => ({ comm, path: null, errno: "EINVAL", unreadable: false })),
      );
    });

    test("on a named pipe has its path", async () => {
      run("mkfifo", at("fifo"));
      const [event] = await watch(() =>
        withFile("fifo", (fd) => expect(() => fs.fdatasyncSync(fd)).toThrow("EINVAL"), "r+"),
      );
      expect(event).toMatchObject({ call: "fdatasync", path: at("fifo"), errno: "EINVAL" });
    });

    test("for its flags is told as well", async () => {
      const events = await watch(() => run(flush, "invalid", at("a")));
      expect(events).toMatchObject([
        { call: "msync", errno: "EINVAL", fd: null, path: null },
        { call: "sync_file_range", errno: "EINVAL", path: at("a") },
      ]);
    });
  });

  describe("the path", () => {
    test("is whole, however deep", async () => {
      const deep = Array.from({ length: 60 }, (_, index) => `directory-${index}`).join("/");
      fs.mkdirSync(at(deep), { recursive: true });
      const [event] = await watch(() => withFile(`${deep}/file`, fs.fsyncSync));
      expect(event).toMatchObject({ path: at(`${deep}/file`), truncated: false });
    });

    test("of a deleted file is the one that it had", async () => {
      const events = await watch(() =>
        withFile("gone", (fd) => {
          fs.unlinkSync(at("gone"));
          fs.fsyncSync(fd);
        }),
      );
      expect(events).toMatchObject([{ path: at("gone"), ret: 0 }]);
    });

    test("is null when another thread has put another file there meanwhile", async ({ skip }) => {
      let early = false;
      const events = await watch(() => {
        early = run(flush, "replaced", at("a"), at("b")) === "early\n";
      });
      if (!early) skip("the file system has flushed 128 MB before the descriptor could be replaced");
      expect(events).toMatchObject([{ call: "fsync", path: null, unreadable: true, ret: 0 }]);
    });

    test("keeps bytes that are not UTF-8", async () => {
      const file = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x1b, 0xff, 0x0a])]);
      fs.writeFileSync(file, "");
      const [event] = await watch(() => {
        const fd = fs.openSync(file, "r");
        fs.fsyncSync(fd);
        fs.closeSync(fd);
      });
      expect(event?.path).toBe(`${folder}/\x1b\udcff\n`);
    });

    test("goes through a mount on the way", async () => {
      fs.mkdirSync(at("mnt"));
      const events = await watch(() =>
        run("unshare", "--mount", "sh", "-ec", ": > mnt/x; mount -t tmpfs none mnt; : > mnt/y; sync mnt/y"),
      );
      expect(events).toMatchObject([{ call: "fsync", path: at("mnt/y") }]);
    });
  });

  describe("the latency", () => {
    test("lies between what can be measured outside of the call, and 0", async () => {
      const measured: number[] = [];
      const events = await watch(() =>
        withFile("file", (fd) => {
          for (let index = 0; index < 20; index++) {
            fs.writeSync(fd, Buffer.alloc(1 << 20));
            const begin = performance.now();
            fs.fsyncSync(fd);
            measured.push(performance.now() - begin);
          }
        }),
      );
      expect(events).toHaveLength(measured.length);
      for (const [index, { latencyMs }] of events.entries()) {
        expect(latencyMs).toBeGreaterThan(0);
        expect(latencyMs).toBeLessThan((measured[index] ?? 0) + 0.05);
      }
      /* Most of the time of a call is spent in the kernel. */
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      expect(sum(events.map(({ latencyMs }) => latencyMs))).toBeGreaterThan(sum(measured) / 2);
    });

    test("leaves out calls that are shorter than minLatencyMs", async () => {
      const calls = () => withFile("file", (fd) => [1, 2, 3].forEach(() => void fs.fsyncSync(fd)));
      expect(await watch(calls, { minLatencyMs: 60_000 })).toEqual([]);
      expect(await watch(calls, { minLatencyMs: 0.000_001 })).toHaveLength(3);
    });
  });

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

  test("writes that flush by themselves (O_DSYNC) are no calls that flush", async () => {
    expect(await watch(() => run("dd", "if=/dev/zero", "of=a", "count=3", "oflag=dsync"))).toEqual([]);
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

  describe("filters", () => {
    const both = () => {
      run("sync", folder);
      withFile("own", fs.fsyncSync);
    };
    test.each<[string, SessionFilter, string[]]>([
      ["a pid", { pid: [process.pid] }, ["own"]],
      ["all but a pid", { pid: { not: [process.pid] } }, [""]],
      ["a name", { comm: ["sync"] }, [""]],
      ["all but a name", { comm: { not: ["sync"] } }, ["own"]],
      ["a uid", { uid: { not: [0] } }, []],
      ["a parent", { ppid: [process.pid] }, [""]],
    ])("by %s keep what was asked for", async (_, filter, names) => {
      const events = await watch(both, {}, filter);
      expect(events.map((event) => event.path)).toEqual(names.map((file) => path.join(folder, file)));
    });
  });

  describe("with the option histogram", () => {
    /** What the kernel has counted of `action`, which must send nothing. */
    async function counted(action: () => unknown, options: ProbeOptions<typeof sync> = {}, filter = {}) {
      let groups: { name: string; count: number; buckets: readonly Bucket[] }[] = [];
      const events = await watch(
        async (session) => {
          await action();
          const [latency, ...others] = session.histograms();
          expect(latency).toMatchObject({ probe: "sync", histogram: "latency", unit: "ns" });
          expect(others).toEqual([]);
          groups = [...(latency?.groups ?? [])];
        },
        { histogram: true, ...options },
        filter,
      );
      expect(events).toEqual([]);
      return groups;
    }
    type Bucket = { readonly from: number; readonly to: number; readonly count: number };

    test("every call is counted with those of its kind, and no event is sent", async () => {
      const groups = await counted(() => {
        run("sync");
        run("sync", "-f", folder);
        withFile("file", (fd) => {
          for (let index = 0; index < 100; index++) fs.fsyncSync(fd);
          for (let index = 0; index < 50; index++) fs.fdatasyncSync(fd);
        });
        for (const how of ["msync", "range", "invalid"]) run(flush, how, at("a"));
      });
      expect(Object.fromEntries(groups.map(({ name, count }) => [name, count]))).toEqual({
        ...{ sync: 1, syncfs: 1, fsync: 100, fdatasync: 50 },
        ...{ msync: 2, syncFileRange: 2 },
      });
      for (const { count, buckets } of groups) {
        expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(count);
      }
    });

    test("latencies are in the buckets that they belong to", async () => {
      let longestNs = 0;
      const [fsync] = await counted(() =>
        withFile("file", (fd) => {
          for (let index = 0; index < 20; index++) {
            fs.writeSync(fd, Buffer.alloc(1 << 18));
            const begin = process.hrtime.bigint();
            fs.fsyncSync(fd);
            longestNs = Math.max(longestNs, Number(process.hrtime.bigint() - begin));
          }
        }),
      );
      expect(fsync?.buckets[0]?.from).toBeGreaterThan(0);
      expect(fsync?.buckets.at(-1)?.from).toBeLessThan(longestNs);
    });

    test("what filters and minLatencyMs leave out is not counted", async () => {
      const action = () => {
        run("sync", folder);
        withFile("file", fs.fsyncSync);
      };
      expect(await counted(action, {}, { comm: ["sync"] })).toMatchObject([{ name: "fsync", count: 1 }]);
      expect(await counted(action, { minLatencyMs: 60_000 })).toEqual([]);
    });
  });

  test("without the option, nothing is counted", async () => {
    const groups: unknown[] = [];
    await watch((session) => {
      withFile("file", fs.fsyncSync);
      groups.push(...session.histograms().flatMap((histogram) => histogram.groups));
    });
    expect(groups).toEqual([]);
  });
});
