import assert from "node:assert/strict";
import * as fs from "node:fs";
import path from "node:path";
import type { AnyProbe, ProbeEvent } from "../contract/probe.js";
import type { Kernel } from "../kernel/kernel.js";
import { use } from "../session/options.js";
import { collect } from "./collect.js";
import { comparePlans, type DeclaredDifference, type PlanRun } from "./compare-plans.js";
import { planRefusal, plansUnderTest } from "./plans.js";

export interface PlanEqualityOptions<P extends AnyProbe, Row, Seen = ProbeEvent<P>> {
  readonly kernel: Kernel;
  readonly probe: P;
  /** Does the same each time, in an empty folder of its own; seen are this process and its children. */
  readonly workload: (folder: string) => unknown;
  /** An event without what must differ from run to run: ids, times, the folder. */
  readonly normalise: (event: Seen, folder: string) => Row;
  /** What a plan sees of the workload, where that is not events. Default: {@link collect}, and nothing may be lost. */
  readonly observe?: (plan: string, workload: () => unknown) => Promise<readonly Seen[]>;
  readonly declaredDifferences?: readonly DeclaredDifference<Row>[];
  /** Where the folders are made. Default: `/var/tmp`, which is on a disk. */
  readonly parent?: string;
}

export interface PlanEquality {
  /** The plans that were compared. */
  readonly compared: readonly string[];
  /** Why there was nothing to compare, in words; `undefined` when there was. */
  readonly nothing: string | undefined;
  /** Titles of the differences that no plan was there to show. */
  readonly notShown: readonly string[];
}

/**
 * Runs a workload under each plan of a probe that this kernel takes, and holds that all tell
 * the same events in the same order, but for the differences that are declared.
 *
 * @throws {assert.AssertionError} of {@link comparePlans}, also when an event was lost
 */
export async function planEquality<P extends AnyProbe, Row, Seen = ProbeEvent<P>>(
  options: PlanEqualityOptions<P, Row, Seen>,
): Promise<PlanEquality> {
  const { probe, kernel, declaredDifferences = [] } = options;
  const runs: PlanRun<Row>[] = [];
  const refusals: string[] = [];
  for (const plan of plansUnderTest(probe)) {
    const refusal = await planRefusal(probe, plan, kernel);
    if (refusal) refusals.push(`plan ${plan} is not taken by this kernel: ${refusal}`);
    else runs.push(await runPlan(plan, options));
  }
  const notShown = comparePlans(runs, declaredDifferences);
  const compared = runs.map(({ plan }) => plan);
  return { compared, nothing: compared.length < 2 ? alone(compared, refusals) : undefined, notShown };
}

async function runPlan<P extends AnyProbe, Row, Seen>(
  plan: string,
  options: PlanEqualityOptions<P, Row, Seen>,
): Promise<PlanRun<Row>> {
  const { kernel, probe, workload, normalise, parent = "/var/tmp" } = options;
  const observe = options.observe ?? observeEvents<P, Seen>(probe, kernel);
  const folder = fs.mkdtempSync(path.join(parent, "plan-equality-"));
  try {
    const seen = await observe(plan, () => workload(folder));
    const limits = probe.attachPlans.find(({ name }) => name === plan)?.limits ?? [];
    return { plan, limits, rows: seen.map((event) => normalise(event, folder)) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function observeEvents<P extends AnyProbe, Seen>(probe: P, kernel: Kernel) {
  return async (plan: string, workload: () => unknown): Promise<readonly Seen[]> => {
    const probes = [use(probe, undefined, { plan })] as const;
    const { events, stats } = await collect({ kernel, probes, follow: true }, workload);
    /* Where programs can be preempted, the kernel misses calls of other tasks as well and counts them. */
    const lost = stats.lost.filter(({ cause }) => cause !== "missed");
    assert.deepStrictEqual(lost, [], `plan ${plan} has lost events`);
    return events as readonly unknown[] as readonly Seen[];
  };
}

function alone(compared: readonly string[], refusals: readonly string[]): string {
  const [only] = compared;
  const taken = only ? `only plan ${only} is there to be tested` : "no plan works here";
  return [`nothing to compare: ${taken}`, ...refusals].join("; ");
}
