import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type ProbeOptions, type SessionFilter, use } from "@probekit/core";
import { collect } from "@probekit/core/testing";
import { describePlans } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import sync from "../../src/probe.js";

/** What the tests of one plan work with. */
export interface PlanUnderTest {
  readonly plan: string;
  /** test/programs/flush.c, built. */
  readonly flush: string;
  /** A path in a folder that is there for one test, on a disk. */
  readonly at: (name: string) => string;
  /** Runs a program that is expected to succeed, and gives its output. */
  readonly run: (program: string, ...args: string[]) => string;
  /** Opens a file of that folder for the length of `action`. */
  readonly withFile: <T>(name: string, action: (fd: number) => T, flags?: string | number) => T;
  /** What `action` was seen to do, and what was lost; this process and its children are watched. */
  readonly observe: (
    action: Parameters<typeof collect>[1],
    options?: ProbeOptions<typeof sync>,
    filter?: SessionFilter,
    wanted?: readonly ("synced" | "written")[],
  ) => ReturnType<typeof collectSync>;
  /** The events of the same where nothing may be lost. */
  readonly watch: (
    ...args: Parameters<PlanUnderTest["observe"]>
  ) => Promise<Awaited<ReturnType<PlanUnderTest["observe"]>>["events"]>;
}

/** Like {@link describePlans}, with what the tests work with. */
export function describeByPlan(tests: (subject: PlanUnderTest) => void): void {
  const programs = fs.mkdtempSync(path.join(os.tmpdir(), "probe-sync-"));
  const flush = path.join(programs, "flush");
  let folder = "";

  beforeAll(() => {
    const source = new URL("../programs/flush.c", import.meta.url).pathname;
    execFileSync("cc", ["-O1", "-pthread", "-o", flush, source]);
  });
  afterAll(() => fs.rmSync(programs, { recursive: true }));
  beforeEach(() => {
    folder = fs.mkdtempSync("/var/tmp/probe-sync-");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  describePlans(sync, kernel, (plan) => tests({ flush, ...inFolder(() => folder), ...watching(plan) }));
}

function inFolder(folder: () => string): Pick<PlanUnderTest, "at" | "run" | "withFile"> {
  const at = (name: string) => path.join(folder(), name);
  return {
    at,
    run: (program, ...args) =>
      execFileSync(program, args, { cwd: folder(), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    withFile(name, action, flags = "w+") {
      const fd = fs.openSync(at(name), flags);
      try {
        return action(fd);
      } finally {
        fs.closeSync(fd);
      }
    },
  };
}

function watching(plan: string): Pick<PlanUnderTest, "plan" | "observe" | "watch"> {
  const observe: PlanUnderTest["observe"] = (action, options = {}, filter = {}, events = undefined) =>
    collectSync(use(sync, options, { plan, events }), filter, action);
  return {
    plan,
    observe,
    async watch(...args) {
      const { events, stats } = await observe(...args);
      /* Where tracepoints can be preempted, the kernel misses calls of other tasks as well and counts them. */
      expect(stats.lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
      return events;
    },
  };
}

function collectSync(
  probe: ReturnType<typeof use<typeof sync>>,
  filter: SessionFilter,
  action: Parameters<typeof collect>[1],
) {
  return collect({ kernel, probes: [probe] as const, follow: true, filter }, action);
}
