import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type ProbeEvent, use } from "@probekit/core";
import { collect } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { argumentTexts, resultText } from "../../src/call-line.js";
import syscall from "../../src/probe.js";
import { attachStrace, ended, readStrace, type StraceCall, straceVersion } from "./strace.js";
import { differences } from "./strace-differences.js";

type Call = ProbeEvent<typeof syscall>;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "probe-syscall-"));
const manyCalls = path.join(folder, "many-calls");

/** What both saw of one run, by process, from the first mark on. */
async function runUnderBoth(): Promise<{ ours: Map<number, Call[]>; theirs: Map<number, StraceCall[]> }> {
  const work = fs.mkdtempSync(path.join(folder, "work-"));
  const program = spawn(manyCalls, [work], { stdio: ["pipe", "ignore", "inherit"] });
  const pid = program.pid as number;
  const prefix = path.join(fs.mkdtempSync(path.join(folder, "traces-")), "trace");
  const strace = await attachStrace(pid, prefix);
  const { events, stats } = await collect(
    { kernel, probes: [use(syscall)], follow: true },
    async (session) => {
      session.follow(pid);
      program.stdin.end("x");
      await Promise.all([ended(program), ended(strace)]);
    },
  );
  expect(stats.lost.filter(({ cause }) => !["missed", "scratchBusy"].includes(cause))).toEqual([]);
  const theirs = readStrace(prefix);
  const ours = new Map<number, Call[]>();
  for (const pid of theirs.keys())
    ours.set(
      pid,
      events.filter((event) => event.pid === pid),
    );
  return { ours, theirs };
}

/** From the program's first call after the one that both have waited in. */
function sinceMark<T>(calls: readonly T[], nameOf: (call: T) => string): T[] {
  return calls.slice(calls.findIndex((call) => nameOf(call) === "getppid"));
}

interface Difference {
  readonly place: string;
  readonly ours: string;
  readonly theirs: string;
}

function compare(ours: Call, theirs: StraceCall): Difference[] {
  const call = ours.syscall;
  const found: Difference[] = [];
  const note = (part: string, mine = "", other = "") => {
    if (mine !== other) found.push({ place: `${call}.${part}`, ours: mine, theirs: other });
  };
  const texts = argumentTexts(ours);
  const names = Object.keys(ours.args);
  for (let index = 0; index < Math.max(texts.length, theirs.args.length); index++)
    note(names[index] ?? String(index), texts[index], theirs.args[index]);
  note("result", resultText(ours), theirs.result);
  return found;
}

beforeAll(() => {
  const sources = new URL("../programs/many-calls/", import.meta.url).pathname;
  const files = fs.readdirSync(sources).filter((name) => name.endsWith(".c"));
  execFileSync("cc", ["-O1", "-w", "-o", manyCalls, ...files], { cwd: sources });
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test("docs/syscalls.md lists the differences", async () => {
  const rows = Object.entries(differences).map(([place, reason]) => `| \`${place}\` | ${reason} |`);
  const document = fs.readFileSync(new URL("../../../../docs/syscalls.md", import.meta.url), "utf8");
  expect(document).toContain(["| where | what the probe has |", "| --- | --- |", ...rows].join("\n"));
});

describe("one run, seen by strace and by the probe", async () => {
  const version = straceVersion();

  test("is told alike, but for the differences that are listed", async ({ skip }) => {
    if (version === undefined) skip("strace is not installed");
    const { ours, theirs } = await runUnderBoth();
    expect(theirs.size).toBe(2);
    const found: Difference[] = [];
    const seen = new Set<string>();
    for (const [pid, calls] of theirs) {
      const straces = sinceMark(calls, ({ name }) => name);
      const events = sinceMark(ours.get(pid) ?? [], (event) => event.syscall);
      expect(events.map((event) => event.syscall)).toEqual(
        straces.map(({ name }) => name.replace("syscall_0x3e8", "syscall_1000")),
      );
      for (const [index, event] of events.entries()) {
        seen.add(event.syscall);
        found.push(...compare(event, straces[index] as StraceCall));
      }
    }
    expect(seen.size).toBeGreaterThanOrEqual(60);
    expect(found.filter(({ place }) => !(place in differences))).toEqual([]);
    const places = new Set(found.map(({ place }) => place));
    expect(Object.keys(differences).filter((place) => !places.has(place))).toEqual([]);
  });
});
