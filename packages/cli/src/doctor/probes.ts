import { type AnyProbe, type AttachPlan, type Kernel, openSession } from "@probekit/core";
import type { FoundProbe } from "../discovery/found-probe.js";
import { loadProbe } from "../discovery/load-probe.js";
import type { Verdict } from "./verdict.js";

export interface ProbeVerdict {
  readonly name: string;
  /** The plan that `probe run` would use; `null` when none works. */
  readonly plan: string | null;
  /** Why the package itself cannot be used. */
  readonly reason?: string;
  readonly plans: readonly Verdict[];
}

/** Tries every plan of a probe by attaching it. */
export async function tryProbe(kernel: Kernel, found: FoundProbe): Promise<ProbeVerdict> {
  const { name } = found.manifest;
  let probe: AnyProbe;
  try {
    probe = await loadProbe(found);
  } catch (error) {
    return { name, plan: null, plans: [], reason: withoutName(name, error) };
  }
  const plans: Verdict[] = [];
  for (const { name: plan } of probe.attachPlans as readonly AttachPlan[])
    plans.push(await tryPlan(kernel, probe, plan));
  return { name, plan: plans.find(({ works }) => works)?.name ?? null, plans };
}

async function tryPlan(kernel: Kernel, probe: AnyProbe, plan: string): Promise<Verdict> {
  try {
    await openSession({ kernel, probes: [{ probe, plan }] }).close();
    return { name: plan, works: true };
  } catch (error) {
    return { name: plan, works: false, reason: withoutName(probe.name, error) };
  }
}

/** The report says already whose reason it is. */
function withoutName(probe: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith(`${probe}: `) ? message.slice(probe.length + 2) : message;
}
