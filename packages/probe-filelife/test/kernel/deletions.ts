import * as fs from "node:fs";
import path from "node:path";
import { type ProbeEvent, type ProbeOptions, use } from "@probekit/core";
import { collect } from "@probekit/core/testing";
import { describePlans } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import { afterEach, beforeAll, beforeEach, expect } from "vitest";
import filelife from "../../src/probe.js";
import type { Ending } from "./endings.js";

type Deleted = ProbeEvent<typeof filelife>;

/** The plan under test. */
export let plan = "";

/** A folder that is there for one test, by {@link inFolder}. */
export let folder = "";

/** The tests of a file, once for each plan that this kernel takes. */
export function describeByPlan(tests: () => void): void {
  describePlans(filelife, kernel, (name) => {
    beforeAll(() => {
      plan = name;
    });
    tests();
  });
}

/** Gives each test around a folder of its own in `parent`. */
export function inFolder(parent: string): void {
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(parent, "filelife-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
}

export const at = (...names: string[]) => path.join(folder, ...names);

export function create(...names: string[]): void {
  for (const name of names) fs.writeFileSync(at(name), "");
}

/** What was deleted by this process and its children while `action` ran. */
export async function deletions(
  action: () => unknown,
  options: ProbeOptions<typeof filelife> = {},
): Promise<Deleted[]> {
  const probes = [use(filelife, options, { plan })] as const;
  const { events, stats } = await collect({ kernel, probes, follow: true }, action);
  /* Where tracepoints can be preempted, the kernel misses calls of other tasks as well and counts them. */
  expect(stats.lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
  return events;
}

/** What of these endings the plan under test sees, by its declared limits. */
export function visible(ends: Ending["ends"], linked = false): Ending["ends"] {
  if (plan !== "tracepoint-names") return ends;
  return linked ? [] : ends.filter(([, kind]) => kind === "file");
}

export const brief = (events: readonly Deleted[]) =>
  events.map(({ operation, kind, path }) => [operation, kind, path]);
