import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ProbeEvent } from "@probekit/core";
import { type DeclaredDifference, type PlanEquality, planEquality } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, expect, test } from "vitest";
import filelife from "../../src/probe.js";
import { endings } from "./endings.js";

const programs = fs.mkdtempSync(path.join(os.tmpdir(), "probe-filelife-"));
const program = (name: string) => path.join(programs, name);
let takes32Bit = false;

beforeAll(() => {
  for (const name of ["nameless", "unlink32"]) {
    const source = new URL(`../programs/${name}.c`, import.meta.url).pathname;
    execFileSync("cc", ["-O1", "-o", program(name), source]);
  }
  takes32Bit = spawnSync(program("unlink32"), [program("tried")]).status === 0;
});
afterAll(() => fs.rmSync(programs, { recursive: true }));

/** Every way in which a file can end, each in a folder of its own; and files that do not end. */
async function workload(folder: string) {
  for (const [index, { run }] of endings.entries()) {
    const home = path.join(folder, String(index));
    fs.mkdirSync(home);
    await run((...names) => path.join(home, ...names));
  }
  spawnSync("sh", ["-c", ": > made; rm made; : > kept; mv kept moved; rm -f absent"], { cwd: folder });
  spawnSync(program("nameless"), [folder]);
  spawnSync(program("nameless"), [folder, "named"], { cwd: folder });
  spawnSync(program("unlink32"), ["32-bit"], { cwd: folder });
}

function normalise(event: ProbeEvent<typeof filelife>, folder: string) {
  const { operation, kind, comm, creator, truncated, unreadable } = event;
  const own = { deleted: event.pid === process.pid, created: creator.pid === process.pid };
  return {
    ...{ operation, kind, comm, own, truncated, unreadable },
    /* The kernel calls a file without a name by its inode's number. */
    path: path.relative(folder, event.path).replace(/^#\d+$/, "#inode"),
    creator: creator.comm,
    aged: event.ageMs > 0,
  };
}

type Row = ReturnType<typeof normalise>;

const linked = endings.flatMap((ending, index) =>
  ending.linked ? ending.ends.map(([, , name]) => path.join(String(index), name)) : [],
);

const only = (keep: (row: Row) => boolean) => (row: Row) => (keep(row) ? row : undefined);

const byNames: DeclaredDifference<Row>[] = [
  {
    title: "what is no regular file",
    plans: ["tracepoint-names"],
    limit: "directories, symlinks, fifos and sockets are not seen",
    told: only(({ kind }) => kind === "file"),
  },
  {
    title: "files whose last name came from link()",
    plans: ["tracepoint-names"],
    limit: "nor files whose last name came from link()",
    told: only((row) => !linked.includes(row.path)),
  },
  {
    title: "the name of a file made with O_TMPFILE",
    plans: ["tracepoint-names"],
    limit: "unless made with O_TMPFILE: those end with their last close()",
    told: (row) => (row.path === "named" ? { ...row, operation: "close", path: "#inode" } : row),
  },
];

const no32Bit: DeclaredDifference<Row> = {
  title: "files of 32-bit programs",
  plans: ["tracepoint", "tracepoint-names"],
  limit: "by 32-bit programs, are not seen",
  told: only(({ comm }) => comm !== "unlink32"),
};

const differences = [...byNames, no32Bit];

let equality: PlanEquality;

beforeAll(async () => {
  const declaredDifferences = differences.filter((difference) => takes32Bit || difference !== no32Bit);
  equality = await planEquality({ kernel, probe: filelife, workload, normalise, declaredDifferences });
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
