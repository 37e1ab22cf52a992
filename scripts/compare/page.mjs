// docs/comparison.md.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderRows } from "../kernels/table.mjs";
import { root } from "../lib/paths.mjs";
import { pairs } from "./pairs/index.mjs";

/** @param compared what the guest reported of each pair: `{ name, results }[]` */
export function renderTables(compared) {
  return compared.map(({ name, results }) => {
    const { title, note, facts } = pairs.find((pair) => pair.name === name);
    const header = ["what was done", ...results.map(({ tool }) => tool)];
    const body = facts.map((fact, index) => [fact.title, ...results.map((result) => cell(result, index))]);
    return `## ${title}\n\n${note ? `${note}\n\n` : ""}${renderRows([header, ...body])}\n${failures(results)}`;
  });
}

/** Writes docs/comparison.md. */
export function writePage(kernel, compared) {
  writeFileSync(
    join(root, "docs", "comparison.md"),
    `<!-- Written by \`node scripts/compare-tools.mjs\`. -->
# Beside other tools

Each table is one scripted workload whose truth is known, run once while all of the table's tools
were watching, on Debian's Linux ${kernel.version} in QEMU. The script reads what each tool printed and
compares it with the truth: *yes*; *wrong*, with what it reported; or *missed*, when it reported nothing.
Tools that print whole kibibytes or hundredths of a second are right when the truth is within that.
"…" is about the same thing as the line above.

The tools without a name of ours are Debian's: ${versions().join(", ")}.
They are made for other purposes too, and have options that were not used.

${renderTables(compared).join("\n")}`,
  );
}

function cell({ failure, verdicts }, index) {
  if (failure) return "not run";
  const { verdict, value } = verdicts[index];
  return value === undefined ? verdict : `${verdict}: ${value.replaceAll("|", "\\|")}`;
}

function failures(results) {
  const lines = results.filter(({ failure }) => failure).map(({ tool, failure }) => `- ${tool}: ${failure}`);
  return lines.length > 0 ? `\nNot run:\n\n${lines.join("\n")}\n` : "";
}

function versions() {
  const format = "$" + "{Package} $" + "{Version}\\n";
  const listed = execFileSync("dpkg-query", ["-W", `-f=${format}`, "libbpf-tools", "bpfcc-tools"], {
    encoding: "utf8",
  });
  return listed.trim().split("\n");
}
