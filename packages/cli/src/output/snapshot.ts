import type { TableSnapshot } from "@probekit/core";
import pc from "picocolors";
import { cut, cutStart, fit } from "./cell.js";
import type { TableColumn, TableEvent } from "./columns.js";
import { formatDuration } from "./duration.js";
import { escapeText } from "./escape.js";
import { fitColumns } from "./fit-columns.js";
import { gap } from "./gap.js";
import { localTime } from "./local-time.js";

const timeWidth = "00:00:00.000".length;

export interface SnapshotSettings {
  readonly color: boolean;
  readonly terminalWidth: number | undefined;
  /** Most rows; the title says how many there are. */
  readonly rows: number;
}

/** A table's snapshot: a title, the columns' names, and the rows. */
export function snapshotLines(
  { probe, table, timeMs, intervalMs, rows }: TableSnapshot<TableEvent>,
  columns: readonly TableColumn[],
  { color, terminalWidth, rows: most }: SnapshotSettings,
): string[] {
  const { dim, bold } = pc.createColors(color);
  const last = columns.at(-1);
  const { shown, rest } = fitColumns(columns.slice(0, -1), terminalWidth);
  const shorten = last?.loses === "start" ? cutStart : cut;
  const line = (cells: readonly string[], end: string) =>
    shown.map(({ width, align }, index) => fit(cells[index] ?? "", width, align) + gap).join("") +
    (rest === undefined ? end : shorten(end, rest));
  const count =
    rows.length > most
      ? `${most} of ${rows.length} rows`
      : `${rows.length} row${rows.length === 1 ? "" : "s"}`;
  const title = `${escapeText(probe)} ${escapeText(table)}, ${count} in ${formatDuration(intervalMs)}`;
  return [
    `${localTime()(timeMs)}${gap}${bold(terminalWidth === undefined ? title : cut(title, terminalWidth - timeWidth - gap.length))}`,
    dim(
      line(
        shown.map(({ title }) => title),
        last?.title ?? "",
      ),
    ),
    ...rows.slice(0, most).map((row) =>
      line(
        shown.map(({ text }) => text(row)),
        last?.text(row) ?? "",
      ),
    ),
  ];
}

/**
 * Lines as a frame in the place of the one before, from the terminal's first line on. They are
 * fewer than the terminal has: the cursor stays below the last.
 */
export function frame(lines: readonly string[]): string {
  return `\u001b[H${lines.map((line) => `${line}\u001b[K\n`).join("")}\u001b[J`;
}
