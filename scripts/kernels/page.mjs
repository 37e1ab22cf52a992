import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../lib/paths.mjs";
import { titleOf } from "./cells.mjs";
import { renderRows, renderTable, rowsOf } from "./table.mjs";

const page = join(root, "docs", "kernels.md");

/** Writes docs/kernels.md. */
export function writePage(runs) {
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, renderPage(runs));
}

function renderPage(runs) {
  const kernels = runs.map(({ kernel }) => `- Linux ${kernel.family}: Debian's ${kernel.version}`);
  return `<!-- Written by \`npm run test:kernels\`. -->
# Kernels

The kernel tests of every probe, by each of its attach plans, on Debian's cloud kernels in QEMU:

${kernels.join("\n")}

${renderTable(runs)}

"no" is a refusal with the kernel's reason: the probe then takes its next plan. "All plans alike" is
one test that a probe's plans tell the same of the same, but for what their limits say. From Linux 7 on, where
programs can be preempted and the kernel then skips (and counts) those of others, a test is repeated
up to three times.
${skippedTests(runs)}
## Size of the programs

Instructions after the verifier has removed dead code, and how many it walked to accept the
program, with all events and default options, on the oldest kernel and on the newest. A kernel's limit for the
latter is a million. Up to Linux 5.15 the number is from the verifier's log ("processed N insns"),
later it is the kernel's own \`verified_insns\`; the two count the same.

${renderSizes(runs)}
`;
}

function skippedTests(runs) {
  const lines = runs.flatMap(({ kernel, results }) =>
    results.flatMap((result) =>
      result.skipped.map(({ name, reason }) => `- ${kernel.family}, ${titleOf(result)}: ${name}: ${reason}`),
    ),
  );
  return lines.length > 0 ? `\nSkipped:\n\n${lines.join("\n")}\n` : "";
}

/** A plan that one of the two kernels refuses has numbers of the other only. */
function renderSizes(runs) {
  const compared = [runs[0], runs.at(-1)];
  const header = compared.flatMap(({ kernel }) => [`${kernel.family}: size`, `${kernel.family}: verified`]);
  const body = rowsOf(compared).flatMap(({ cell, results }) => {
    const names = [...new Set(results.flatMap(({ programs }) => programs.map(({ name }) => name)))];
    return names.map((name) => [
      cell.name,
      cell.plan,
      name,
      ...results.flatMap((result) => countsOf(result, name)),
    ]);
  });
  return renderRows([["probe", "plan", "program", ...header], ...body]);
}

function countsOf({ programs }, name) {
  const program = programs.find((candidate) => candidate.name === name);
  return [program?.instructions, program?.verifiedInstructions].map((count) => (count ? String(count) : ""));
}
