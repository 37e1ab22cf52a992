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

/** By flags: two that flush, and one that fails before it would. */
const pwritev2Calls = `import os, resource
fd = os.open("flags", os.O_WRONLY | os.O_CREAT)
for flags in (os.RWF_DSYNC, os.RWF_HIPRI, os.RWF_SYNC): os.pwritev(fd, [b"x"], 0, flags)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try: os.pwritev(fd, [b"x"], 1, os.RWF_DSYNC)
except OSError: pass`;

function writeToSynchronous(folder: string) {
  const data = Buffer.alloc(100, "x");
  for (const flag of [fs.constants.O_DSYNC, fs.constants.O_SYNC]) {
    const fd = fs.openSync(path.join(folder, "own"), fs.constants.O_WRONLY | flag);
    fs.writeSync(fd, data);
    fs.writeSync(fd, data, 0, data.length, 10);
    fs.writevSync(fd, [data, data]);
    fs.writevSync(fd, [data, data], 10);
    fs.writeSync(fd, Buffer.alloc(0));
    fs.fdatasyncSync(fd);
    fs.closeSync(fd);
  }
}

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
  writeToSynchronous(folder);
  run("dd", "if=/dev/zero", "of=dsync", "count=2", "oflag=dsync");
  run("dd", "if=/dev/zero", "of=ordinary", "count=2");
  run("python3", "-c", pwritev2Calls);
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
  told: (row) => (row.comm === "flush-32" && row.call !== "write" ? undefined : row),
};

const no32BitWrites: DeclaredDifference<Row> = {
  title: "synchronous writes by 32-bit programs",
  plans: ["tracepoint"],
  limit: "Calls made by 32-bit programs are not seen.",
  told: (row) => (row.comm === "flush-32" && row.call === "write" ? undefined : row),
};

const noFailingWrites: DeclaredDifference<Row> = {
  title: "synchronous writes that fail before they flush",
  plans: ["fentry", "kprobe"],
  limit: "one that fails before it is not told",
  told: (row) => (row.call === "write" && row.errno !== null ? undefined : row),
};

const of32Bit = [no32Bit, no32BitWrites];
const differences = [noMsyncFile, noFailingWrites, ...of32Bit];

let equality: PlanEquality;

beforeAll(async () => {
  const declaredDifferences = differences.filter((difference) => takes32Bit || !of32Bit.includes(difference));
  equality = await planEquality({ kernel, probe: sync, workload, normalise, declaredDifferences });
});

test("all plans tell the same events, but for what they declare", ({ skip }) => {
  if (equality.nothing) skip(equality.nothing);
  expect(equality.compared.length).toBeGreaterThan(1);
});

test.for(differences)("a difference is there: $title", (difference, { skip }) => {
  const { title } = difference;
  if (of32Bit.includes(difference) && !takes32Bit) skip("this kernel does not take calls of 32-bit programs");
  if (equality.notShown.includes(title)) skip("of the plans that work here, all declare it, or none does");
  expect(equality.compared.length).toBeGreaterThan(1);
});
