// The page of a run, and its charts beside it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderRows } from "../../scripts/kernels/table.mjs";
import { renderRules, renderSection } from "./section.mjs";
import { lineChart } from "./svg.mjs";

/**
 * Writes `performance.md` and `performance/*.svg`.
 *
 * @param run `{ sections, peers, rounds, begun, ended }`
 * @returns the page's path
 */
export function writePage(folder, run) {
  const charts = run.sections.flatMap(({ charts: drawn = [] }) => drawn);
  mkdirSync(join(folder, "performance"), { recursive: true });
  for (const chart of charts)
    writeFileSync(join(folder, "performance", `${chart.name}.svg`), lineChart(chart));
  const file = join(folder, "performance.md");
  writeFileSync(file, renderPage(run));
  return file;
}

export function renderPage({ sections, peers, rounds, begun, ended }) {
  return `${[
    "<!-- Written by `npm run bench`. -->",
    "# Performance",
    `What tracing costs, measured by \`npm run bench\` on ${begun.date}: probekit's probes and Debian's tools for the
same, on one machine, in turn. All figures are of that run; other machines have others. What can be
compared are the figures of one table, and best their ratios.`,
    "## What was demanded",
    `A rule that does not hold is printed as such.`,
    renderRules(sections.flatMap(({ rules = [] }) => rules)),
    "## Machine",
    renderRows([["", ""], ...machineRows(begun, ended)]),
    "## Other tools",
    "Which were looked for, and why some are not in the tables of this kernel.",
    renderRows([["tool", "version", "not measured on this kernel, because"], ...peers.report().map(peerRow)]),
    "## Method",
    method(rounds, begun),
    ...sections.map(renderSection),
  ].join("\n\n")}\n`;
}

function machineRows(begun, ended) {
  return [
    ["processor", `${begun.cpu}, ${begun.cores} cores`],
    ["memory", `${begun.memoryGiB} GiB`],
    ["kernel", begun.kernel],
    ["Node", begun.node],
    ["load average", `${begun.loadAverage} at the beginning, ${ended.loadAverage} at the end`],
  ];
}

function peerRow({ name, file, version, refusal = "" }) {
  return [name, version === "given" ? file : version, refusal.replaceAll("|", "\\|")];
}

const method = (
  rounds,
  { niceness },
) => `The loads are C programs (\`bench/load\`) that take one step over and over and print how long it took, by the
clock on the wall: that of the median millisecond, unless a mean is asked for. Tracers run one at a
time, in ${rounds} rounds where nothing else is said, each of which begins with another one of them. The curves have
a third of these rounds, and ready ten at least. A figure is the median of the rounds, a spread the least and the most of them, and a
ratio the median of the rounds' own ratios. A tracer is measured from when it has told of a canary's steps, so that it is
known to trace, and until it has come to rest, so that nothing is left out that it had put off. Output goes to a
file, as each tool writes it by itself, ours as JSON lines with all fields. Loads and tracers have a nice value
of ${niceness}, so that what else runs on the machine disturbs them less. The kernel takes no statistics of
programs (\`kernel.bpf_stats_enabled=0\`) except where their time in the kernel is measured.`;
