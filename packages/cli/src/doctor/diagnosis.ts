import { type Catalogue, knownProbes } from "../discovery/catalogue.js";
import { type Rights, rights } from "../run/rights.js";
import { tryFeatures } from "./features.js";
import { type KernelFacts, kernelFacts } from "./kernel-facts.js";
import { type ProbeVerdict, tryProbe } from "./probes.js";
import type { Verdict } from "./verdict.js";

/** All that `probe doctor` finds out. */
export interface Diagnosis {
  readonly kernel: KernelFacts;
  readonly capabilities: Rights;
  /** libbpf's version. */
  readonly libbpf: string;
  /** Empty without rights: every trial would fail for the same reason. */
  readonly features: readonly Verdict[];
  readonly probes: readonly ProbeVerdict[];
  readonly broken: Catalogue["broken"];
}

/** @param project the folder that `--project` names */
export async function diagnose(project?: string): Promise<Diagnosis> {
  const native = await import("@probekit/native");
  const { probes, broken } = knownProbes(project);
  const kernel = kernelFacts();
  const capabilities = rights();
  const allowed = capabilities.missing.length === 0;
  const verdicts: ProbeVerdict[] = [];
  for (const probe of allowed ? probes : []) verdicts.push(await tryProbe(native, probe));
  return {
    kernel,
    capabilities,
    libbpf: native.libbpfVersion(),
    features: allowed ? tryFeatures(native, kernel) : [],
    probes: verdicts,
    broken,
  };
}

/** Whether every probe can run. */
export function isHealthy({ capabilities, probes, broken }: Diagnosis): boolean {
  return (
    capabilities.missing.length === 0 && broken.length === 0 && probes.every(({ plan }) => plan !== null)
  );
}
