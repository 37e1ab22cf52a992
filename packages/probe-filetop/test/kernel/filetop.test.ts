import { execFileSync, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openSession, type ProbeOptions, type ProbeRow, type SessionFilter, use } from "@probekit/core";
import { bpfDescriptors, planRefusal, plansUnderTest, scaled } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import filetop from "../../src/probe.js";

type Row = ProbeRow<typeof filetop>;
type Options = ProbeOptions<typeof filetop>;

const programs = fs.mkdtempSync(path.join(os.tmpdir(), "probe-filetop-"));
const move = path.join(programs, "move");
const uring = path.join(programs, "uring");
let folder = "";
let descriptors = 0;
let plan = "";

const at = (...names: string[]) => path.join(folder, ...names);
const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: folder });
/** Files `a` and `b` of ten bytes, and `move` with them. */
const moveBytes = (way: string) => run(move, way, at("a"), at("b"));

function open(options: Options, filter: SessionFilter = {}) {
  const session = openSession({ kernel, probes: [use(filetop, options, { plan })], follow: true, filter });
  session.follow(process.pid);
  return session;
}

/** The rows of files in the test's folder, and of what has no path, of what ran meanwhile. */
async function rowsOf(
  action: () => unknown,
  options: Options = {},
  filter: SessionFilter = {},
): Promise<Row[]> {
  await using session = open(options, filter);
  await action();
  session.stop();
  /* Where tracepoints can be preempted, the kernel misses calls of other tasks as well and counts them. */
  expect(session.stats().lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
  return session.snapshot().flatMap(({ rows }) => rows);
}

const inFolder = ({ path: file }: Row) => file?.startsWith(`${folder}/`) ?? false;
const counts = ({ reads, readBytes, writes, writeBytes }: Row) => [reads, readBytes, writes, writeBytes];
/** Reads, bytes read, writes and bytes written of each file of the test's folder, by its name. */
const byName = (rows: readonly Row[]) =>
  Object.fromEntries(rows.filter(inFolder).map((row) => [path.basename(row.path ?? ""), counts(row)]));
const sum = (rows: readonly Row[], field: "reads" | "readBytes" | "writes" | "writeBytes") =>
  rows.reduce((total, row) => total + row[field], 0);

beforeAll(() => {
  const source = (name: string) => new URL(`../programs/${name}.c`, import.meta.url).pathname;
  execFileSync("cc", ["-O1", "-no-pie", "-pthread", "-o", move, source("move")]);
  execFileSync("cc", ["-O1", "-o", uring, source("uring")]);
});
afterAll(() => fs.rmSync(programs, { recursive: true }));
beforeEach(() => {
  folder = fs.mkdtempSync("/var/tmp/probe-filetop-");
  for (const name of ["a", "b"]) fs.writeFileSync(at(name), "0123456789");
  descriptors = bpfDescriptors();
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
  expect(bpfDescriptors()).toBe(descriptors);
});

describe.each(plansUnderTest(filetop))("by plan %s", (name) => {
  let refusal: string | undefined;
  beforeAll(async () => {
    plan = name;
    refusal = await planRefusal(filetop, name, kernel);
  });
  beforeEach(({ skip }) => {
    if (refusal) skip(refusal);
  });

  test("a file that dd writes is told with the process and to the byte", async () => {
    const count = scaled(1000);
    let pid = 0;
    const rows = await rowsOf(async () => {
      const dd = spawn("dd", ["if=/dev/zero", `of=${at("file")}`, "bs=64k", `count=${count}`]);
      pid = dd.pid ?? 0;
      await new Promise((resolve) => dd.on("exit", resolve));
    });
    const { ino } = fs.statSync(at("file"), { bigint: true });
    expect(rows.filter(inFolder)).toEqual([
      {
        ...{ probe: "filetop", event: "files", timeMs: expect.any(Number), intervalMs: expect.any(Number) },
        ...{ path: at("file"), type: "regular", truncated: false, pid, tid: pid, comm: "dd" },
        ...{ reads: 0, readBytes: 0, writes: count, writeBytes: count * 65536 },
        ...{ inode: ino, device: expect.stringMatching(/^\d+:\d+$/) },
      },
    ]);
    expect(rows.some(({ type }) => type !== "regular")).toBe(false);
  });

  describe("bytes are those that were moved", () => {
    /* Reads, bytes read, writes and bytes written of each file. */
    const ways: Record<string, Record<string, number[]>> = {
      read: { a: [1, 10, 0, 0] },
      "read-at-end": { a: [1, 0, 0, 0] },
      write: { a: [0, 0, 1, 7] },
      pread: { a: [1, 7, 0, 0] },
      pwrite: { a: [0, 0, 1, 7] },
      readv: { a: [1, 7, 0, 0] },
      writev: { a: [0, 0, 1, 7] },
      preadv: { a: [1, 7, 0, 0] },
      pwritev: { a: [0, 0, 1, 7] },
      preadv2: { a: [1, 7, 0, 0] },
      pwritev2: { a: [0, 0, 1, 7] },
      sendfile: { a: [1, 10, 0, 0], b: [0, 0, 1, 10] },
      copy_file_range: { a: [1, 10, 0, 0], b: [0, 0, 1, 10] },
      splice: { a: [1, 10, 0, 0], b: [0, 0, 1, 10] },
      nothing: {},
    };

    test("by each call that can move them, and by none that fails", async () => {
      await using session = open({});
      const seen: typeof ways = {};
      for (const way of Object.keys(ways)) {
        moveBytes(way);
        seen[way] = byName(session.snapshot().flatMap(({ rows }) => rows));
      }
      expect(seen).toEqual(ways);
    });

    test("by 32-bit programs too, where the plan sees them", async ({ skip }) => {
      if (process.arch !== "x64") skip("another architecture");
      if (spawnSync(move, ["32-bit", at("a"), at("b")]).status !== 0) skip("no 32-bit calls in this kernel");
      fs.truncateSync(at("a"), 10);
      const seen = byName(await rowsOf(() => moveBytes("32-bit")));
      expect(seen).toEqual(plan === "fentry" ? {} : { a: [1, 10, 0, 0], b: [0, 0, 1, 7] });
    });

    test("by io_uring too, where the kernel tells of it", async ({ skip }) => {
      if (kernelBefore(5, 19)) skip("io_uring_complete has no request before Linux 5.19");
      if (spawnSync(uring, [at("b")]).status === 77) skip("no io_uring in this kernel");
      const rows = await rowsOf(() => run(uring, at("a")));
      expect(byName(rows)).toEqual({ a: [1, 10, 1, 7] });
      expect(rows.find(inFolder)).toMatchObject({ comm: "uring" });
    });
  });

  describe("with the option all", () => {
    /** Those of the process `move`, by their types. */
    async function ofMove(way: string) {
      const rows = (await rowsOf(() => moveBytes(way), { all: true })).filter(({ comm }) => comm === "move");
      return rows
        .filter((row) => row.type !== "regular")
        .map((row) => [row.type, row.path, ...counts(row)])
        .sort();
    }

    test("pipes are told, without a path", async () => {
      expect(await ofMove("splice")).toEqual([["pipe", null, 1, 10, 1, 10]]);
      expect(await ofMove("tee")).toEqual([
        ["pipe", null, 0, 0, 1, 7],
        ["pipe", null, 1, 7, 1, 7],
      ]);
    });

    test("sockets are told, by what they are", async () => {
      expect(await ofMove("socket")).toMatchObject([
        ["socket", expect.stringMatching(/^UNIX/), 0, 0, 2, 12],
        ["socket", expect.stringMatching(/^UNIX/), 2, 12, 0, 0],
      ]);
    });

    test("devices and anonymous inodes are told", async () => {
      const script =
        "import os, ctypes; e = ctypes.CDLL(None).eventfd(0, 0); os.write(e, b'1' * 8); os.read(e, 8)";
      const rows = await rowsOf(
        () => {
          run("dd", "if=/dev/zero", "of=/dev/null", "bs=10", "count=3");
          run("python3", "-c", script);
        },
        { all: true },
      );
      const seen = rows.map((row) => [row.type, row.path, ...counts(row)]);
      expect(seen).toContainEqual(["characterDevice", "/dev/zero", 3, 30, 0, 0]);
      expect(seen).toContainEqual(["characterDevice", "/dev/null", 0, 0, 3, 30]);
      expect(seen).toContainEqual(["anonymous", "[eventfd]", 1, 8, 1, 8]);
    });
  });

  test("with byProcess, threads have one row, with the main thread's name", async () => {
    const count = scaled(1000);
    const load = () => run(move, "load", at("a"), String(count));
    expect((await rowsOf(load)).filter(inFolder)).toHaveLength(4);
    const [row, ...others] = (await rowsOf(load, { byProcess: true })).filter(inFolder);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ comm: "move", reads: 4 * count, writes: 4 * count });
    expect(row?.tid).toBe(row?.pid);
  });

  describe("the path", () => {
    test("is the one first seen, of whatever is one file", async () => {
      fs.linkSync(at("a"), at("link"));
      const rows = await rowsOf(() => {
        fs.readFileSync(at("link"));
        fs.readFileSync(at("a"));
        fs.renameSync(at("a"), at("new"));
        fs.appendFileSync(at("new"), "x");
      });
      expect(rows.filter(inFolder).map((row) => [row.path, row.readBytes, row.writeBytes])).toEqual([
        [at("link"), 20, 1],
      ]);
    });

    test("of a deleted file is the one that it had; a new file of its name is another", async () => {
      const rows = await rowsOf(() => {
        const fd = fs.openSync(at("a"), "r+");
        fs.unlinkSync(at("a"));
        fs.writeSync(fd, "gone");
        fs.writeFileSync(at("a"), "new");
        fs.closeSync(fd);
      });
      expect(rows.filter(inFolder).map((row) => [row.path, row.writeBytes])).toEqual([
        [at("a"), 4],
        [at("a"), 3],
      ]);
    });

    test("keeps its end when it is too long, and says so", async () => {
      const deep = at(...Array.from({ length: 4 }, (_, index) => String(index).repeat(200)));
      fs.mkdirSync(deep, { recursive: true });
      const file = path.join(deep, "file");
      await using session = open({});
      fs.writeFileSync(file, "x");
      const row = session.snapshot()[0]?.rows.find(({ truncated }) => truncated);
      expect(row?.path).toBe(file.slice(-511));
      expect(session.stats().damaged).toEqual([{ probe: "filetop", cause: "truncated", count: 1 }]);
    });

    test("may be 511 bytes long, and keeps bytes that are not UTF-8", async () => {
      const directory = at("x".repeat(250));
      fs.mkdirSync(directory);
      const long = path.join(directory, "y".repeat(510 - directory.length));
      const odd = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x1b, 0xff, 0x0a])]);
      const rows = await rowsOf(() => {
        fs.writeFileSync(long, "x");
        fs.writeFileSync(odd, "xx");
      });
      expect(rows.filter(inFolder).map((row) => [row.path, row.truncated])).toEqual([
        [`${folder}/\x1b\udcff\n`, false],
        [long, false],
      ]);
    });

    test("is only the name without fullPath, and goes through mounts with it", async () => {
      fs.mkdirSync(at("mnt"));
      const script = "mount -t tmpfs none mnt; echo hello > mnt/y";
      const mounted = () => run("unshare", "--mount", "sh", "-ec", script);
      expect(byName(await rowsOf(mounted))).toEqual({ y: [0, 0, 1, 6] });
      const [row] = (await rowsOf(mounted, { fullPath: false })).filter(({ path: file }) => file === "y");
      expect(row).toMatchObject({ writes: 1, writeBytes: 6 });
    });

    test("of a memfd is its name", async () => {
      const script = "import os; os.write(os.memfd_create('mine'), b'12345')";
      const rows = await rowsOf(() => run("python3", "-c", script));
      expect(rows.find(({ path: file }) => file === "memfd:mine")).toMatchObject({ writeBytes: 5 });
    });
  });

  describe("a call is about the file with which it began, where the plan sees it begin", () => {
    test("when another thread replaces it", async () => {
      const rows = await rowsOf(() => moveBytes("replaced"));
      expect(byName(rows)).toEqual(plan === "fentry" ? {} : { a: [1, 1, 0, 0] });
    });

    test("when another thread closes it, which is counted as lost elsewhere", async () => {
      await using session = open({ all: true, byProcess: true }, { comm: ["move"] });
      moveBytes("closed");
      const pipes = session.snapshot().flatMap(({ rows }) => rows.filter(({ type }) => type === "pipe"));
      const lost = session.stats().lost.filter(({ cause }) => cause === "unpaired");
      expect(pipes.map(counts)).toEqual(plan === "fentry" ? [[1, 1, 1, 1]] : [[0, 0, 1, 1]]);
      expect(lost).toEqual(plan === "fentry" ? [] : [{ probe: "filetop", cause: "unpaired", count: 1 }]);
    });
  });

  describe("with the option directory", () => {
    test("only what is below it is told, by whatever path it is named", async () => {
      fs.mkdirSync(at("in/deep"), { recursive: true });
      fs.mkdirSync(at("in-not"));
      fs.symlinkSync(at("in"), at("symlink"));
      const rows = await rowsOf(
        () => {
          for (const file of ["in/1", "in/deep/2", "in-not/3", "symlink/4", "5"])
            fs.writeFileSync(at(file), "x");
        },
        { directory: at("symlink") },
      );
      expect(rows.map((row) => row.path).sort()).toEqual([at("in/1"), at("in/4"), at("in/deep/2")]);
    });

    test("what is on a file system that is mounted below it is told too", async () => {
      fs.mkdirSync(at("in/mnt"), { recursive: true });
      const script =
        "mount -t tmpfs none in/mnt; echo hello > in/mnt/y; echo not > out; mount --bind out in/1; cat in/1";
      fs.writeFileSync(at("in/1"), "");
      const rows = await rowsOf(() => run("unshare", "--mount", "sh", "-ec", script), {
        directory: at("in"),
      });
      expect(rows.map((row) => row.path).sort()).toEqual([at("in/1"), at("in/mnt/y")]);
    });

    test("it must be one", () => {
      for (const directory of [at("a"), at("nowhere")])
        expect(() => open({ directory })).toThrow(
          expect.objectContaining({ code: "ERR_OPTION", message: expect.stringContaining(directory) }),
        );
    });
  });

  test("filters keep what was asked for", async () => {
    const both = () => {
      run("cp", at("a"), at("copy"));
      fs.readFileSync(at("b"));
    };
    expect(byName(await rowsOf(both, {}, { pid: [process.pid] }))).toHaveProperty("b");
    expect(byName(await rowsOf(both, {}, { pid: [process.pid] }))).not.toHaveProperty("copy");
    expect(byName(await rowsOf(both, {}, { comm: ["cp"] }))).not.toHaveProperty("b");
  });

  test("a table that is full says what found no room, and tells the others right", async () => {
    await using session = open({ maxFiles: 64 });
    for (let index = 0; index < 100; index++) {
      for (const text of ["x", "yy"]) fs.appendFileSync(at(`file-${index}`), text);
    }
    session.stop();
    const rows = session.snapshot().flatMap((snapshot) => snapshot.rows);
    expect(rows).toHaveLength(64);
    const lost = session.stats().lost.find(({ cause }) => cause === "mapFull")?.count ?? 0;
    expect(sum(rows, "writes") + sum(rows, "reads") + lost).toBeGreaterThanOrEqual(200);
    expect(rows.filter(inFolder).every(({ writes, writeBytes }) => writes === 2 && writeBytes === 3)).toBe(
      true,
    );
  });

  test.each([false, true])(
    "nothing is lost while snapshots are taken under load, byProcess %s",
    async (byProcess) => {
      const count = scaled(100_000);
      const exits: (number | null)[] = [];
      const rows: Row[] = [];
      let snapshots = 0;
      await using session = open({ byProcess });
      const load = () =>
        spawn(move, ["load", at("a"), String(count)], { stdio: "ignore" }).on("exit", (code) => {
          exits.push(code);
          if (snapshots > 10) session.stop();
          else load();
        });
      load();
      for await (const taken of session.snapshots(10)) {
        snapshots++;
        rows.push(...taken.flatMap((snapshot) => snapshot.rows.filter(inFolder)));
      }
      expect(exits.filter((code) => code !== 0)).toEqual([]);

      const threads = 4 * exits.length;
      const { lost } = session.stats();
      expect(lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
      if (lost.length > 0) {
        const missed = lost.reduce((all, { count: some }) => all + some, 0);
        expect(sum(rows, "writes") + sum(rows, "reads") + missed).toBeGreaterThanOrEqual(2 * threads * count);
        return;
      }
      /* One thread's calls: 1 to 100 bytes written in turn, and 1 to 50 read. */
      const bytes = (most: number) =>
        Array.from({ length: count }, (_, index) => 1 + (index % most)).reduce((all, some) => all + some, 0);
      expect(sum(rows, "writes")).toBe(threads * count);
      expect(sum(rows, "writeBytes")).toBe(threads * bytes(100));
      expect(sum(rows, "reads")).toBe(threads * count);
      expect(sum(rows, "readBytes")).toBe(threads * bytes(50));
    },
  );
});

function kernelBefore(major: number, minor: number): boolean {
  const [ours = 0, oursMinor = 0] = os.release().split(".").map(Number);
  return ours < major || (ours === major && oursMinor < minor);
}
