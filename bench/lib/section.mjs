// A part's results as Markdown that is aligned for reading in a terminal too.
import { renderRows } from "../../scripts/kernels/table.mjs";
import { verdict } from "./rule.mjs";

/** @param section `{ title, about, tables, charts, rules }` of a part, or `{ title, failure }` */
export function renderSection({ title, about, failure, tables = [], charts = [], rules = [] }) {
  return [
    `## ${title}`,
    ...(failure ? [`Could not be measured: ${failure}`] : []),
    ...(about ? [about] : []),
    ...tables.map(renderTable),
    ...charts.map(({ name, title: caption }) => `![${caption}](performance/${name}.svg)`),
    ...(rules.length > 0 ? [renderRules(rules)] : []),
  ].join("\n\n");
}

export function renderRules(rules) {
  const rows = rules.map(({ demand, measured, holds }) => [demand, measured, verdict(holds)]);
  return renderRows([["rule", "measured", ""], ...rows]);
}

function renderTable({ head, rows }) {
  return renderRows([head, ...rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")))]);
}
