import path from "node:path";
import type { Kernel } from "@probekit/core";
import {
  type BuildProblem,
  type BuiltProbe,
  buildProbe,
  compileTypes,
  isRefusal,
  type PlanTrial,
  readAuthorPackage,
  type TriedProgram,
  tryPlans,
} from "@probekit/core/build";
import { handOver } from "./hand-over.js";
import { problemOf } from "./problem-of.js";
import { list } from "../discovery/node-modules.js";
import { requireTrustedSources } from "../discovery/trust.js";
import { rights, rightsAdvice } from "../run/rights.js";

/** What `probe build` has made, and what this kernel says to it. */
export interface BuiltPackage {
  readonly name: string;
  readonly package: string;
  readonly version: string;
  /** From the package's folder. */
  readonly object: string;
  readonly objectSizeBytes: number;
  /** `null` where nothing was loaded. */
  readonly plans: readonly PlanReport[] | null;
  /** Why not. */
  readonly notLoaded?: string;
}

export interface PlanReport {
  readonly plan: string;
  readonly works: boolean;
  readonly reason?: string;
  /** Where the author is to look; not for a plan that only this kernel does not take. */
  readonly problem?: BuildProblem;
  readonly programs: readonly TriedProgram[];
  /** Optional programs whose target this kernel does not have. */
  readonly absent: readonly string[];
}

/**
 * Builds a probe package whole, and tries its plans on this kernel where that is allowed.
 *
 * @throws what {@link problemOf} explains
 */
export async function buildPackage(folder: string, load: boolean, kernel: Kernel): Promise<BuiltPackage> {
  const { probe, manifest, object, objectSizeBytes } = await build(folder, kernel);
  const { name, package: packageName, version } = manifest;
  const built = {
    ...{ name, package: packageName, version },
    object: path.relative(path.resolve(folder), object),
    objectSizeBytes,
  };
  const notLoaded = load ? missingRights() : "not asked for (--no-load)";
  if (notLoaded !== undefined) return { ...built, plans: null, notLoaded };
  const trials = await tryPlans(probe, kernel);
  const works = trials.some(({ error }) => error === undefined);
  return { ...built, plans: trials.map((trial) => reportOf(trial, folder, name, works)) };
}

async function build(folder: string, kernel: Kernel): Promise<BuiltProbe> {
  const authored = readAuthorPackage(folder);
  requireTrustedSources(authored);
  const [modules = ""] = path.normalize(authored.module).split(path.sep);
  try {
    compileTypes(folder);
    return await buildProbe(folder, kernel);
  } finally {
    /* Also of a build that failed half way. */
    handOver(authored.folder, [modules, ...objectsIn(folder), "probe.json"]);
  }
}

function objectsIn(folder: string): string[] {
  return list(path.join(folder, "bpf"))
    .filter((name) => name.endsWith(".bpf.o"))
    .map((name) => path.join("bpf", name));
}

function missingRights(): string | undefined {
  const { missing } = rights();
  return missing.length === 0 ? undefined : `loading needs ${missing.join(" and ")}: ${rightsAdvice}`;
}

/** @param works whether another plan does: what this kernel lacks is then no one's mistake */
function reportOf(trial: PlanTrial, folder: string, probe: string, works: boolean): PlanReport {
  const { plan, error, programs, absent } = trial;
  if (error === undefined) return { plan, works: true, programs, absent };
  const reason = error.message.replace(`${probe}: `, "");
  const isExplained = !works || !isRefusal(error);
  return {
    ...{ plan, works: false, reason, programs, absent },
    ...(isExplained && { problem: problemOf(error, folder) }),
  };
}

/** Whether nothing is left for the author to mend. */
export function isSound({ plans }: BuiltPackage): boolean {
  return plans === null || plans.every(({ problem }) => problem === undefined);
}
