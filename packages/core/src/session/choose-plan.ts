import type { AttachPlan } from "../contract/attach.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Kernel } from "../kernel/kernel.js";
import type { SessionConfig } from "./config.js";
import { type ProbeUse, probeOptions } from "./options.js";
import { attachByPlan, type ProbeObject } from "./probe-object.js";
import { readObject } from "./read-object.js";
import type { SharedObject } from "./shared-object.js";
import { wantedEvents } from "./wanted-events.js";

/** A plan that was tried and did not work, and why. */
export interface RefusedPlan {
  readonly plan: string;
  readonly reason: ProbeError;
}

export interface ChosenPlan extends ProbeObject {
  readonly refused: readonly RefusedPlan[];
  /** `probekit_config.probe`: what is in the header of its records. */
  readonly number: number;
}

/** Mistakes of the author: no other plan can mend them. */
const authorsFaults = new Set(["ERR_CONTRACT", "ERR_RECORD_LAYOUT", "ERR_OBJECT", "ERR_OPTION"]);

/**
 * Attaches a probe by the first of its plans that this kernel takes whole.
 *
 * @param nextNumber a number for each plan that is tried: what one that is given up has written is
 * told by it
 * @throws {ProbeError} `ERR_NO_PLAN` with every plan's reason, `ERR_UNKNOWN_PLAN`, or what is wrong with the probe itself
 */
export function choosePlan(
  kernel: Kernel,
  shared: SharedObject,
  use: ProbeUse,
  session: SessionConfig,
  nextNumber: () => number,
): ChosenPlan {
  const { probe } = use;
  const options = probeOptions(use);
  const wanted = wantedEvents(probe, use.events);
  const image = readObject(probe.name, probe.object);
  const refused: RefusedPlan[] = [];
  for (const plan of candidates(use)) {
    const number = nextNumber();
    const config = { ...session, probe: number };
    try {
      const attached = attachByPlan({ kernel, shared, probe, image, plan, options, wanted, config });
      return { ...attached, refused, number };
    } catch (reason) {
      if (!(reason instanceof ProbeError) || authorsFaults.has(reason.code)) throw reason;
      refused.push({ plan: plan.name, reason });
    }
  }
  throw noPlan(probe.name, refused);
}

function candidates({ probe, plan: wanted }: ProbeUse): readonly AttachPlan[] {
  const plans: readonly AttachPlan[] = probe.attachPlans;
  if (wanted === undefined) return plans;
  const plan = plans.find(({ name }) => name === wanted);
  if (plan) return [plan];
  throw new ProbeError("ERR_UNKNOWN_PLAN", {
    probe: probe.name,
    operation: "attach",
    object: `plan ${wanted}`,
    message: `there is no such plan; it has ${plans.map(({ name }) => name).join(", ")}`,
  });
}

function noPlan(probe: string, refused: readonly RefusedPlan[]): ProbeError {
  const [first] = refused;
  if (first && refused.length === 1) return first.reason;
  return new ProbeError("ERR_NO_PLAN", {
    probe,
    operation: "attach",
    message: `no plan works on this kernel:${refused.map(({ plan, reason }) => `\n  ${plan}: ${reason.message}`).join("")}`,
    cause: new AggregateError(refused.map(({ reason }) => reason)),
  });
}
