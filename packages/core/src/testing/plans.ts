import { isRefusal } from "../build/try-plans.js";
import type { AnyProbe } from "../contract/probe.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Kernel } from "../kernel/kernel.js";
import { openSession } from "../session/open.js";
import { use } from "../session/options.js";

/** The plans that a probe's tests are to go through: those in `PROBEKIT_PLAN`, or all. */
export function plansUnderTest(probe: AnyProbe): string[] {
  const asked = process.env.PROBEKIT_PLAN?.split(",");
  const names = probe.attachPlans.map(({ name }) => name);
  return asked ? names.filter((name) => asked.includes(name)) : names;
}

/** Why this kernel does not take a plan; `undefined` when it does. */
export async function planRefusal(
  probe: AnyProbe,
  plan: string,
  kernel: Kernel,
): Promise<string | undefined> {
  try {
    await openSession({ kernel, probes: [use(probe, undefined, { plan })] }).close();
    return undefined;
  } catch (error) {
    if (error instanceof ProbeError && isRefusal(error)) return error.message;
    throw error;
  }
}
