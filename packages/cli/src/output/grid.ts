import { cellWidth, fit } from "./cell.js";

/** Rows of cells as lines with aligned columns, without blanks at their ends. */
export function grid(rows: readonly (readonly string[])[], indent = ""): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cellWidth(cell));
    });
  }
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => fit(cell, widths[index] as number))
      .join("  ")
      .trimEnd();
  return rows.map((row) => `${indent}${line(row)}\n`).join("");
}
