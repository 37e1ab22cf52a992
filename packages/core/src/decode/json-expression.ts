import type { BoundField } from "../layout/bind.js";
import { type Helpers, valueExpression } from "./expression.js";

/**
 * JavaScript for the JSON text of one field, by the same rules as `JSON.stringify` over the
 * value, with bigints as decimal strings.
 */
export function jsonExpression(bound: BoundField, helpers: Helpers): string {
  const value = valueExpression(bound, helpers);
  if (bound.map) return `quoteAny(${value})`;
  switch (bound.field.kind) {
    case "integer":
    case "durationMs":
    case "boolean":
    case "flag":
      return `(${value})`;
    case "id":
      return `'"' + ${value} + '"'`;
    case "group": {
      const members = bound.fields.map(
        (inner, index) =>
          `${JSON.stringify(`${index ? "," : ""}${JSON.stringify(inner.name)}:`)} + ${jsonExpression(inner, helpers)}`,
      );
      return `"{" + ${members.join(" + ") || '""'} + "}"`;
    }
    default:
      return `quote(${value})`;
  }
}

/** JSON of whatever a `mapped()` function has given; `null` for what JSON does not have. */
export function quoteAny(value: unknown): string {
  return JSON.stringify(value, bigintAsText) ?? "null";
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
