import { readFileSync } from "node:fs";
import type { AttachPlan } from "../contract/attach.js";
import type { AnyProbe } from "../contract/probe.js";
import type { Kernel } from "../kernel/kernel.js";
import { targetExists } from "../session/attach-target.js";
import { planRefusal } from "./plans.js";

/** Plans of such programs alone work on every kernel that has their targets, for who has the rights. */
const everywhere = new Set(["tracepoint", "tpBtf", "rawTracepoint"]);

/**
 * Why a plan cannot be tested on this kernel, in words; `undefined` when it can.
 *
 * @throws {Error} when it should work here and does not: all its targets are tracepoints of this
 * kernel, and this process has the rights. Arguments that the kernel passes otherwise excuse a plan
 * where another one works
 */
export async function missingFeature(
  probe: AnyProbe,
  plan: string,
  kernel: Kernel,
): Promise<string | undefined> {
  if (!hasRights()) return "needs root, or CAP_BPF and CAP_PERFMON";
  const refusal = await refusalOf(probe, plan, kernel);
  if (refusal === undefined) return undefined;
  const declared = probe.attachPlans.find(({ name }) => name === plan) as AttachPlan;
  if (!shouldWork(declared, kernel)) return refusal;
  if (asksForArguments(declared) && (await anotherWorks(probe, plan, kernel))) return refusal;
  throw new Error(`plan ${plan} should work on this kernel, which has all of its tracepoints: ${refusal}`);
}

const known = new WeakMap<AnyProbe, Map<string, Promise<string | undefined>>>();

/** Asked once: to attach a probe takes its time. */
function refusalOf(probe: AnyProbe, plan: string, kernel: Kernel): Promise<string | undefined> {
  const ofProbe = known.get(probe) ?? new Map<string, Promise<string | undefined>>();
  known.set(probe, ofProbe);
  const refusal = ofProbe.get(plan) ?? planRefusal(probe, plan, kernel);
  ofProbe.set(plan, refusal);
  return refusal;
}

function shouldWork({ programs }: AttachPlan, kernel: Kernel): boolean {
  return Object.values(programs)
    .flat()
    .every((spec) => everywhere.has(spec.kind) && targetExists(spec, kernel) === true);
}

function asksForArguments({ programs }: AttachPlan): boolean {
  return Object.values(programs)
    .flat()
    .some(({ args }) => args !== undefined);
}

async function anotherWorks(probe: AnyProbe, plan: string, kernel: Kernel): Promise<boolean> {
  for (const { name } of probe.attachPlans)
    if (name !== plan && (await refusalOf(probe, name, kernel)) === undefined) return true;
  return false;
}

/** Bits of a set of capabilities. */
const [CAP_SYS_ADMIN, CAP_PERFMON, CAP_BPF] = [1n << 21n, 1n << 38n, 1n << 39n] as const;

function hasRights(): boolean {
  const status = readFileSync("/proc/self/status", "utf8");
  const held = BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(status)?.[1] ?? "0"}`);
  return (held & CAP_SYS_ADMIN) !== 0n || ((held & CAP_BPF) !== 0n && (held & CAP_PERFMON) !== 0n);
}
