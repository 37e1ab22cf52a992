import type { Diagnosis } from "../doctor/diagnosis.js";
import type { ProbeVerdict } from "../doctor/probes.js";
import type { Verdict } from "../doctor/verdict.js";
import { cellWidth, fit } from "../output/cell.js";
import { escapeLines } from "../output/escape.js";
import { grid } from "../output/grid.js";
import { rightsAdvice } from "../run/rights.js";

export interface DiagnosisStyles {
  readonly bold: (text: string) => string;
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
}

/** What `probe doctor` prints. */
export function describeDiagnosis(diagnosis: Diagnosis, styles: DiagnosisStyles): string {
  const { bold } = styles;
  const { features, probes, broken, capabilities } = diagnosis;
  const sections = [`${bold("System")}\n${describeSystem(diagnosis)}`];
  if (capabilities.missing.length > 0) {
    sections.push(`Nothing could be tried without ${capabilities.missing.join(" and ")}:\n${rightsAdvice}\n`);
  }
  if (features.length > 0)
    sections.push(`${bold("Features of this kernel")}\n${verdictLines(features, styles, "  ")}`);
  if (probes.length > 0)
    sections.push(`${bold("Probes")}\n${probes.map((probe) => describeVerdict(probe, styles)).join("")}`);
  for (const { package: name, folder, problem } of broken) {
    sections.push(escapeLines(`${name} in ${folder} cannot be used: ${problem}\n`));
  }
  return sections.join("\n");
}

function describeSystem({ kernel, capabilities, libbpf }: Diagnosis): string {
  const unknown = "unknown: securityfs is not mounted, or not readable";
  return grid(
    [
      ["kernel", `${kernel.release} ${kernel.machine}`],
      ["BTF", kernel.btf ? "yes" : "no: build the kernel with CONFIG_DEBUG_INFO_BTF"],
      ["lockdown", kernel.lockdown ?? unknown],
      ["LSMs", kernel.securityModules?.join(", ") ?? unknown],
      ["unprivileged_bpf_disabled", String(kernel.unprivilegedBpfDisabled ?? "not there")],
      ["capabilities", capabilities.held.join(" ") || "none that matter"],
      ["libbpf", libbpf],
    ],
    "  ",
  );
}

function describeVerdict({ name, plan, plans, reason }: ProbeVerdict, styles: DiagnosisStyles): string {
  const outcome = plan === null ? (reason ?? "no plan works") : `would run with plan ${plan}`;
  return `  ${mark(plan !== null, styles)} ${name}: ${escapeLines(outcome)}\n${verdictLines(plans, styles, "      ")}`;
}

function verdictLines(verdicts: readonly Verdict[], styles: DiagnosisStyles, indent: string): string {
  const width = Math.max(...verdicts.map(({ name }) => cellWidth(name)));
  return verdicts
    .map(({ name, works, reason = "" }) =>
      `${indent}${mark(works, styles)} ${fit(name, width)}  ${escapeLines(reason)}`.trimEnd().concat("\n"),
    )
    .join("");
}

function mark(works: boolean, { green, red }: DiagnosisStyles): string {
  return works ? green("✓") : red("✗");
}
