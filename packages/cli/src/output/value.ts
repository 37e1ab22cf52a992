import { formatBytes } from "./byte-size.js";
import type { FieldKind } from "./contract-fields.js";
import { formatDuration } from "./duration.js";
import { escapeText } from "./escape.js";
import { shellQuote } from "./shell-quote.js";

/** A field's value as a reader of the table wants it. Safe for a terminal. */
export function formatValue(value: unknown, kind?: FieldKind | "bytes" | "ms"): string {
  if (value === null || value === undefined) return "-";
  switch (typeof value) {
    case "number":
      if (kind === "bytes") return formatBytes(value);
      return kind === "durationMs" || kind === "ms" ? formatDuration(value) : String(value);
    case "string":
      return escapeText(value);
    case "boolean":
      return value ? "yes" : "no";
    case "object":
      return Array.isArray(value) ? value.map((item) => shellQuote(String(item))).join(" ") : group(value);
    default:
      return String(value);
  }
}

/** Whether there is something to read in what {@link formatValue} made. */
export function hasValue(text: string): boolean {
  return text !== "" && text !== "-";
}

function group(value: object): string {
  return Object.entries(value)
    .map(([name, inner]) => `${escapeText(name)}=${formatValue(inner)}`)
    .join(" ");
}
