import { howOf } from "./cells.mjs";

const words = { works: "works", refused: "no", fails: "FAILS" };

/** Package and plan against kernel, as Markdown that is aligned for reading in a terminal too. */
export function renderTable(runs) {
  return renderRows([
    ["package", "plan", ...runs.map(({ kernel }) => kernel.family)],
    ...rowsOf(runs).map(({ cell, results }) => [cell.name, howOf(cell), ...results.map(cellText)]),
  ]);
}

/** The cells of all runs: `{ cell, results }[]`, results in the order of the runs. */
export function rowsOf(runs) {
  return runs[0].results.map((cell, index) => ({
    cell,
    results: runs.map(({ results }) => results[index]),
  }));
}

/** @param rows the first is the header */
export function renderRows(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((text, column) => text.padEnd(widths[column])).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  const [header, ...body] = rows;
  return [line(header), rule, ...body.map(line)].join("\n");
}

function cellText({ outcome, reason, skipped }) {
  const skips = skipped.length > 0 ? `, ${skipped.length} skipped` : "";
  const firstLine = reason.split("\n")[0].replaceAll("|", "\\|");
  return `${words[outcome]}: ${firstLine}${skips}`;
}
