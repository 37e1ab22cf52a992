import { formatBytes } from "../output/byte-size.js";
import { escapeLines, escapeText } from "../output/escape.js";
import { grid } from "../output/grid.js";
import type { BuiltPackage, PlanReport } from "./build.js";

export interface BuildStyles {
  readonly bold: (text: string) => string;
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
}

/** What `probe build` prints: what it has made, then each plan with its programs. */
export function describeBuild(built: BuiltPackage, styles: BuildStyles): string {
  const { name, version, object, objectSizeBytes, plans, notLoaded } = built;
  const made = `${styles.bold(name)} ${escapeText(version)}: ${escapeText(object)} (${formatBytes(objectSizeBytes)}) and probe.json\n`;
  if (plans === null) return `${made}Nothing was loaded: ${notLoaded}\n`;
  return made + plans.map((plan) => describePlan(plan, styles)).join("");
}

function describePlan({ plan, works, reason, programs, absent }: PlanReport, styles: BuildStyles): string {
  if (!works) return `  ${styles.red("✗")} ${escapeText(plan)}: ${escapeLines(reason ?? "")}\n`;
  const rows = [
    ...programs.map(({ name, instructions, verifiedInstructions }) => [
      name,
      `${instructions} instructions`,
      /* Kernels before 5.16 do not say. */
      verifiedInstructions > 0 ? `${verifiedInstructions} verified` : "",
    ]),
    ...absent.map((name) => [name, "left out: this kernel has no such target", ""]),
  ];
  return `  ${styles.green("✓")} ${escapeText(plan)}\n${grid(rows, "      ")}`;
}
