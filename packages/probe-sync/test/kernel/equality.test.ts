import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ProbeEvent } from "@probekit/core";
import { type DeclaredDifference, type PlanEquality, planEquality } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, expect, test } from "vitest";
import sync from "../../src/probe.js";

const programs = fs.mkdtempSync(path.join(os.tmpdir(), "probe-sync-"));
const flush = path.join(programs, "flush");
/* The same under another name, by which its events are known. */
const flush32 = path.join(programs, "flush-32");
let takes32Bit = false;

beforeAll(() => {
  const source = new URL("../programs/flush.c", import.meta.url).pathname;
  execFileSync("cc", ["-O1", "-pthread", "-o", flush, source]);
  fs.copyFileSync(flush, flush32);
  takes32Bit = spawnSync(flush32, ["32", path.join(programs, "a file")]).status === 0;
});
afterAll(() => fs.rmSync(programs, { recursive: true }));

/** Every call, on every kind of file, that works and that does not. */
function workload(folder: string) {
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, { cwd: folder, stdio: "ignore" });
  const fd = fs.openSync(path.join(folder, "own"), "w");
  fs.fsyncSync(fd);
  fs.fdatasyncSync(fd);
  fs.closeSync(fd);
  run("sync");
  run("sync", ".");
  run("sync", "-d", "own");
  run("sync", "-f", "own");
  for (const how of ["msync", "async", "range", "invalid", "tcp", "thread"]) run(flush, how, "a file");
  run("python3", "-c", "import ctypes; ctypes.CDLL(None).fsync(-1)");
  run("dd", "if=/dev/zero", "of=dsync", "count=2", "oflag=dsync");
  run(flush32, "32", "a file");
}

function normalise({ call, path: file, fd, ret, errno, ...event }: ProbeEvent<typeof sync>, folder: string) {
  const own = event.pid === process.pid;
  return {
    ...{ call, ret, errno, own, leads: event.pid === event.tid, comm: event.comm },
    ...{ truncated: event.truncated, unreadable: event.unreadable },
    path: file === null ? null : path.relative(folder, file),
    /* Of this process they depend on how many the session holds. */
    fd: own && fd !== null ? "a descriptor" : fd,
    waited: event.latencyMs > 0,
  };
}

type Row = ReturnType<typeof normalise>;

const noMsyncFile: DeclaredDifference<Row> = {
  title: "the file that msync was about",
  plans: ["tracepoint"],
  limit: "The file that msync was about is not told",
  told: (row) => (row.call === "msync" ? { ...row, path: null } : row),
};

const no32Bit: DeclaredDifference<Row> = {
  title: "calls made by 32-bit programs",
  plans: ["tracepoint", "kprobe"],
  limit: "Calls made by 32-bit programs are not seen",
  told: (row) => (row.comm === "flush-32" ? undefined : row),
};

const differences = [noMsyncFile, no32Bit];

let equality: PlanEquality;

beforeAll(async () => {
  const declaredDifferences = differences.filter((difference) => takes32Bit || difference !== no32Bit);
  equality = await planEquality({ kernel, probe: sync, workload, normalise, declaredDifferences });
});

test("all plans tell the same events, but for what they declare", ({ skip }) => {
  if (equality.nothing) skip(equality.nothing);
  expect(equality.compared.length).toBeGreaterThan(1);
});

test.for(differences)("a difference is there: $title", ({ title }, { skip }) => {
  if (title === no32Bit.title && !takes32Bit) skip("this kernel does not take calls of 32-bit programs");
  if (equality.notShown.includes(title)) skip("of the plans that work here, all declare it, or none does");
  expect(equality.compared.length).toBeGreaterThan(1);
});
