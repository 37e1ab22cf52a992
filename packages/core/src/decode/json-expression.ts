import { type ArgType, argNames, sentArgs } from "../args/arg-type.js";
import type { BoundField } from "../layout/bind.js";
import { argExpression, argsNumber, type Helpers, valueExpression } from "./expression.js";

/**
 * JavaScript for the JSON text of one field, by the same rules as `JSON.stringify` over the
 * value, with bigints as decimal strings.
 */
export function jsonExpression(bound: BoundField, helpers: Helpers): string {
  if (bound.field.kind === "args" && !bound.map) return argsJson(bound, helpers);
  if (bound.field.kind === "argsBy" && !bound.map)
    return `${helpers.argsByNumber(bound)}.toJson(${argsNumber(bound)})`;
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
    case "arg":
      return argJson(value, (bound.field.arg as NonNullable<typeof bound.field.arg>).type);
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

function argsJson({ field, offsetBytes }: BoundField, helpers: Helpers): string {
  const block = helpers.argumentBlock(offsetBytes);
  const members = sentArgs(field.args ?? {}).map(([name, type, index], position) => {
    const key = JSON.stringify(`${position ? "," : ""}${JSON.stringify(name)}:`);
    return `${key} + ${argJson(argExpression(block, index, type, helpers), type)}`;
  });
  const names = helpers.add("names", argNames(field.args ?? {}));
  return `"{" + ${members.join(" + ")} + ${block}.flagsJson(${names}) + "}"`;
}

/** JSON text of an argument's value, or null. */
function argJson(value: string, { json }: ArgType): string {
  switch (json) {
    case "number":
      return value; /* added to text, null is "null" */
    case "decimal":
      return `quoteDecimal(${value})`;
    case "any":
      return `quote(${value})`;
    case "nested":
      return `quoteAny(${value})`;
  }
}

export function quoteDecimal(value: bigint | null): string {
  return value === null ? "null" : `"${value}"`;
}

/** JSON of whatever a `mapped()` function has given; `null` for what JSON does not have. */
export function quoteAny(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value); /* far quicker without a replacer */
  return JSON.stringify(value, bigintAsText) ?? "null";
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
