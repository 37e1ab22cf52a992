import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openSession, type ProbeRow, use } from "@probekit/core";
import { type DeclaredDifference, type PlanEquality, planEquality } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, expect, test } from "vitest";
import filetop from "../../src/probe.js";

const programs = fs.mkdtempSync(path.join(os.tmpdir(), "probe-filetop-"));
const program = (name: string) => path.join(programs, name);
let takes32Bit = false;

beforeAll(() => {
  const source = (name: string) => new URL(`../programs/${name}.c`, import.meta.url).pathname;
  execFileSync("cc", ["-O1", "-no-pie", "-pthread", "-o", program("move"), source("move")]);
  execFileSync("cc", ["-O1", "-o", program("uring"), source("uring")]);
  /* The same under other names, by which their rows are known. */
  for (const name of ["move-32", "move-replaced"]) fs.copyFileSync(program("move"), program(name));
  const files = ["a", "b"].map(program);
  for (const file of files) fs.writeFileSync(file, "0123456789");
  takes32Bit = spawnSync(program("move-32"), ["32-bit", ...files]).status === 0;
});
afterAll(() => fs.rmSync(programs, { recursive: true }));

const ways = [
  ...["read", "read-at-end", "pread", "readv", "preadv", "preadv2"],
  ...["write", "pwrite", "writev", "pwritev", "pwritev2"],
  ...["sendfile", "copy_file_range", "splice", "tee", "socket", "descriptors", "nothing"],
];

/** Every call that moves bytes, between every kind of file. */
function workload(folder: string) {
  const run = (name: string, ...args: string[]) => {
    for (const file of ["a", "b"]) fs.writeFileSync(path.join(folder, file), "0123456789");
    return spawnSync(program(name), args, { cwd: folder, stdio: "ignore" });
  };
  for (const way of ways) expect(run("move", way, "a", "b").status).toBe(0);
  run("uring", "a");
  run("move-replaced", "replaced", "a", "b");
  run("move-32", "32-bit", "a", "b");
}

type Seen = ProbeRow<typeof filetop>;

/** The rows of the programs above, in an order that no difference between plans changes. */
async function observe(plan: string, work: () => unknown): Promise<Seen[]> {
  const probes = [use(filetop, { all: true }, { plan })] as const;
  await using session = openSession({ kernel, probes, follow: true });
  session.follow(process.pid);
  await work();
  session.stop();
  expect(session.stats().lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
  const order = ({ comm, reads, readBytes, writes, writeBytes, type, path: file }: Seen) =>
    JSON.stringify([comm, reads, readBytes, writes, writeBytes, type, file]);
  return (
    session
      .snapshot()
      .flatMap(({ rows }) => rows)
      .filter(({ comm }) => comm.startsWith("move") || comm === "uring")
      /* Read to see whether a thread waits, as often as it takes. */
      .filter(({ path: file }) => !file?.startsWith("/proc/"))
      .sort((one, other) => (order(one) < order(other) ? -1 : 1))
  );
}

function normalise(row: Seen, folder: string) {
  const { comm, type, reads, readBytes, writes, writeBytes, truncated } = row;
  const leads = row.tid === row.pid;
  const file = row.path?.startsWith(`${folder}/`) ? path.basename(row.path) : row.path;
  return { comm, type, leads, file, reads, readBytes, writes, writeBytes, truncated };
}

type Row = ReturnType<typeof normalise>;

const no32Bit: DeclaredDifference<Row> = {
  title: "calls made by 32-bit programs",
  plans: ["fentry"],
  limit: "32-bit programs are not seen",
  told: (row) => (row.comm === "move-32" && ["a", "b"].includes(row.file ?? "") ? undefined : row),
};

const replaced: DeclaredDifference<Row> = {
  title: "the file of a descriptor that is replaced during the call",
  plans: ["tracepoint"],
  limit: "another one, when another thread has put it there during the call",
  told: (row) =>
    row.comm === "move-replaced" && row.type === "pipe" && row.reads === 1
      ? { ...row, type: "regular", file: "a" }
      : row,
};

const differences = [no32Bit, replaced];
let equality: PlanEquality;

beforeAll(async () => {
  const declaredDifferences = differences.filter((difference) => takes32Bit || difference !== no32Bit);
  const probe = filetop;
  equality = await planEquality({ kernel, probe, workload, observe, normalise, declaredDifferences });
  /* The fentry plan has many programs to load, which takes an emulated machine long. */
}, 300_000);

test("all plans tell the same rows, but for what they declare", ({ skip }) => {
  if (equality.nothing) skip(equality.nothing);
  expect(equality.compared.length).toBeGreaterThan(1);
});

test.for(differences)("a difference is there: $title", ({ title }, { skip }) => {
  if (title === no32Bit.title && !takes32Bit) skip("this kernel does not take calls of 32-bit programs");
  if (equality.notShown.includes(title)) skip("of the plans that work here, all declare it, or none does");
  expect(equality.compared.length).toBeGreaterThan(1);
});
