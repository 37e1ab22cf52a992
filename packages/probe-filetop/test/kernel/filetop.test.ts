import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import { scaled } from "@probekit/core/testing";
import { describe, expect, test } from "vitest";
import {
  at,
  byName,
  counts,
  describeByPlan,
  inFolder,
  move,
  moveBytes,
  open,
  plan,
  type Row,
  rowsOf,
  rowsOfThreads,
  run,
  sum,
  uring,
} from "./rows.js";

describeByPlan(() => {
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
      descriptors: { a: [72, 72, 0, 0], b: [0, 0, 72, 72] },
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
    expect((await rowsOfThreads(load)).filter(inFolder)).toHaveLength(4);
    const [row, ...others] = (await rowsOfThreads(load, { byProcess: true })).filter(inFolder);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ comm: "move", reads: 4 * count, writes: 4 * count });
    expect(row?.tid).toBe(row?.pid);
  });

  describe("a call is about the file with which it began, where the plan sees it begin", () => {
    test("when another thread replaces it", async () => {
      const rows = await rowsOf(() => moveBytes("replaced"));
      expect(byName(rows)).toEqual(plan === "fentry" ? {} : { a: [1, 1, 0, 0] });
    });

    test("but for a thread whose id ends like that of another in a call", async ({ skip }) => {
      if (plan !== "fentry") skip("it does not see calls begin");
      const rows = await rowsOf(() => moveBytes("crowded"));
      expect(byName(rows)).toEqual({ a: [1, 1, 0, 0] });
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
