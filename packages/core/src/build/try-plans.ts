import type { AttachPlan } from "../contract/attach.js";
import type { AnyProbe } from "../contract/probe.js";
import type { ErrorCode } from "../errors/registry.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Kernel } from "../kernel/kernel.js";
import { openSession } from "../session/open.js";
import { use } from "../session/options.js";

/** A plan that was loaded and attached on this kernel, and taken away again. */
export interface PlanTrial {
  readonly plan: string;
  /** Why this kernel did not take it; `undefined` when it did. */
  readonly error: ProbeError | undefined;
  /** Optional programs whose target this kernel does not have. */
  readonly absent: readonly string[];
  readonly programs: readonly TriedProgram[];
}

export interface TriedProgram {
  readonly name: string;
  /** After the verifier removed dead code. */
  readonly instructions: number;
  /** Instructions that the verifier walked; 0 before Linux 5.16. */
  readonly verifiedInstructions: number;
}

/**
 * Tries every plan of a probe, with all its events and tables, on the running kernel. Needs
 * CAP_BPF and CAP_PERFMON.
 */
export async function tryPlans(probe: AnyProbe, kernel: Kernel): Promise<PlanTrial[]> {
  const trials: PlanTrial[] = [];
  for (const { name } of probe.attachPlans as readonly AttachPlan[])
    trials.push(await tryPlan(probe, name, kernel));
  return trials;
}

/** Tries one of them. */
export async function tryPlan(probe: AnyProbe, plan: string, kernel: Kernel): Promise<PlanTrial> {
  const events = Object.keys({ ...probe.events, ...probe.tables });
  try {
    const session = openSession({ kernel, probes: [use(probe, undefined, { plan, events })] });
    const { programs } = session.stats();
    const [attached] = session.probes;
    await session.close();
    return {
      plan,
      error: undefined,
      absent: attached?.absent ?? [],
      programs: programs
        .filter((program) => program.probe === probe.name)
        .map(({ name, instructions, verifiedInstructions }) => ({ name, instructions, verifiedInstructions })),
    };
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    return { plan, error, absent: [], programs: [] };
  }
}

/** What a kernel may lack, or refuse whoever asks. Any other failure is the probe's. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  "ERR_ATTACH",
  "ERR_ARGUMENT",
  "ERR_KERNEL_TYPE",
  "ERR_LOAD_DENIED",
]);

/** Whether it is this kernel that does not take a plan, and not the probe that is wrong. */
export function isRefusal({ code }: ProbeError): boolean {
  return refusals.has(code);
}
