import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openSession, type ProbeOptions, type ProbeRow, type SessionFilter, use } from "@probekit/core";
import { describePlans } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import filetop from "../../src/probe.js";

export type Row = ProbeRow<typeof filetop>;
type Options = ProbeOptions<typeof filetop>;

/** The plan under test. */
export let plan = "";

/** A folder that is there for one test, with files `a` and `b` of ten bytes. */
export let folder = "";

const programs = fs.mkdtempSync(path.join(os.tmpdir(), "probe-filetop-"));
export const move = path.join(programs, "move");
export const uring = path.join(programs, "uring");

/** The tests of a file, once for each plan that this kernel takes. */
export function describeByPlan(tests: () => void): void {
  beforeAll(compile);
  afterAll(() => fs.rmSync(programs, { recursive: true }));
  beforeEach(() => {
    folder = fs.mkdtempSync("/var/tmp/probe-filetop-");
    for (const name of ["a", "b"]) fs.writeFileSync(at(name), "0123456789");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  describePlans(filetop, kernel, (name) => {
    beforeAll(() => {
      plan = name;
    });
    tests();
  });
}

function compile(): void {
  const source = (name: string) => new URL(`../programs/${name}.c`, import.meta.url).pathname;
  /* Where test files share a process, the file before has removed it. */
  fs.mkdirSync(programs, { recursive: true });
  execFileSync("cc", ["-O1", "-no-pie", "-pthread", "-o", move, source("move")]);
  execFileSync("cc", ["-O1", "-o", uring, source("uring")]);
}

export const at = (...names: string[]) => path.join(folder, ...names);

export const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: folder });

/** Runs test/programs/move.c with the files `a` and `b`. */
export const moveBytes = (way: string) => run(move, way, at("a"), at("b"));

export function open(options: Options, filter: SessionFilter = {}) {
  const session = openSession({ kernel, probes: [use(filetop, options, { plan })], follow: true, filter });
  session.follow(process.pid);
  return session;
}

/** The rows of files in the test's folder, and of what has no path, of what ran meanwhile. */
export async function rowsOf(
  action: () => unknown,
  options: Options = {},
  filter: SessionFilter = {},
): Promise<Row[]> {
  return (await observe(action, options, filter)).rows;
}

/**
 * The same of what several threads do at once, again until the kernel has missed nothing: while a program of
 * one is preempted, it skips those of all that run meanwhile.
 */
export async function rowsOfThreads(action: () => unknown, options: Options = {}): Promise<Row[]> {
  for (;;) {
    const { rows, missed } = await observe(action, options);
    if (missed === 0) return rows;
  }
}

async function observe(action: () => unknown, options: Options, filter: SessionFilter = {}) {
  await using session = open(options, filter);
  await action();
  session.stop();
  const { lost } = session.stats();
  /* Where programs can be preempted, the kernel misses calls of other tasks as well and counts them. */
  expect(lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
  const missed = lost.reduce((sum, { count }) => sum + count, 0);
  return { rows: session.snapshot().flatMap(({ rows }) => rows), missed };
}

export const inFolder = ({ path: file }: Row) => file?.startsWith(`${folder}/`) ?? false;

export const counts = ({ reads, readBytes, writes, writeBytes }: Row) => [
  reads,
  readBytes,
  writes,
  writeBytes,
];

/** Reads, bytes read, writes and bytes written of each file of the test's folder, by its name. */
export const byName = (rows: readonly Row[]) =>
  Object.fromEntries(rows.filter(inFolder).map((row) => [path.basename(row.path ?? ""), counts(row)]));

export const sum = (rows: readonly Row[], field: "reads" | "readBytes" | "writes" | "writeBytes") =>
  rows.reduce((total, row) => total + row[field], 0);
