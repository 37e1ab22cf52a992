import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openSession, use } from "@probekit/core";
import { describePlans } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import { afterAll, expect, test } from "vitest";
import syscall from "../../src/probe.js";

type Counts = Record<string, { count: number; errors: number }>;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "probe-syscall-"));
const table = path.join(folder, "strace");

afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Its columns: `% time`, `seconds`, `usecs/call`, `calls`, `errors` where there are any, `syscall`. */
function straceCounts(command: readonly string[]): Counts {
  execFileSync("strace", ["-f", "-c", "-o", table, ...command]);
  const lines = fs.readFileSync(table, "utf8").split("\n");
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter(([share]) => /^\d/.test(share ?? ""));
  return Object.fromEntries(
    rows
      .map((cells) => ({ name: cells.at(-1), count: Number(cells[3]), error: cells[5] && cells[4] }))
      .filter(({ name }) => name !== "total")
      .map(({ name, count, error = "0" }) => [name, { count, errors: Number(error) }]),
  );
}

async function ourCounts(command: readonly string[], plan: string): Promise<Counts> {
  const probes = [use(syscall, {}, { plan, events: ["summary"] })] as const;
  await using session = openSession({ kernel, probes, follow: true });
  session.followChildren(process.pid);
  const [file = "", ...args] = command;
  execFileSync(file, args);
  const rows = session.snapshot().flatMap(({ rows }) => rows);
  expect(session.stats().lost).toEqual([]);
  return Object.fromEntries(rows.map(({ syscall: name, count, errors }) => [name, { count, errors }]));
}

const sources = new URL("../../src", import.meta.url).pathname;

describePlans(syscall, kernel, (plan) => {
  /* By their whole paths: strace does not count the execs that fail while a shell's path is searched. */
  test.each([
    ["tar", ["/bin/tar", "cf", "/dev/null", sources]],
    ["a shell", ["/bin/sh", "-c", "ls / >/dev/null; cat /nowhere 2>&1; (exit 3); true"]],
  ])("the summary of %s counts as strace -c -f", async (_, command) => {
    expect(await ourCounts(command, plan)).toEqual(straceCounts(command));
  });
});
