import { type ArgType, argNames, argTypeNumbers, sentArgs } from "../args/arg-type.js";
import { STR } from "../args/bytes.js";
import type { JsonCode } from "../json/code.js";
import { numberBytes } from "../json/number.js";
import type { BoundField } from "../layout/bind.js";
import {
  argExpression,
  argsNumber,
  type Helpers,
  isSigned,
  numberExpression,
  valueExpression,
} from "./expression.js";

/** Adds JavaScript that writes one field as `JSON.stringify` does its value, with bigints as decimal strings. */
export function writeField(bound: BoundField, helpers: Helpers, code: JsonCode): void {
  const { kind } = bound.field;
  if (bound.map) code.variable(`output.value(at, ${valueExpression(bound, helpers)})`);
  else if (kind === "group") writeGroup(bound, helpers, code);
  else if (kind === "args") writeArgs(bound, helpers, code);
  else if (kind === "id" || kind === "text" || kind === "string") {
    code.literal('"');
    writeUnquoted(kind, bound, code);
    code.literal('"');
  } else writeValue(bound, helpers, code);
}

function writeUnquoted(
  kind: "id" | "text" | "string",
  { offsetBytes, type }: BoundField,
  code: JsonCode,
): void {
  const place = `base + ${offsetBytes}`;
  const word = `(${place}) >>> 2`;
  if (kind === "id") code.fixed(numberBytes, `writeUint64(view, at, u32[${word}], u32[(${word}) + 1])`);
  else if (kind === "text") code.variable(`output.chars(at, ${place}, ${type.sizeBytes})`);
  else code.variable(`output.data(at, base, length, ${place})`);
}

function writeValue(bound: BoundField, helpers: Helpers, code: JsonCode): void {
  switch (bound.field.kind) {
    case "integer":
      code.fixed(numberBytes, `${integerWriter(bound)}(view, at, ${valueExpression(bound, helpers)})`);
      break;
    case "durationMs":
      code.fixed(numberBytes, `writeMillis(view, at, ${numberExpression(bound.offsetBytes, bound.type)})`);
      break;
    case "boolean":
    case "flag":
      code.fixed(numberBytes, `writeBoolean(view, at, ${valueExpression(bound, helpers)})`);
      break;
    case "stringOrNull":
      code.variable(`output.dataOrNull(at, base, length, base + ${bound.offsetBytes})`);
      break;
    case "strings":
      code.variable(`output.strings(at, base, length, base + ${bound.offsetBytes})`);
      break;
    case "argsBy":
      code.variable(`${helpers.argsByNumber(bound)}.writeJson(at, ${argsNumber(bound)})`);
      break;
    default:
      code.variable(`output.value(at, ${valueExpression(bound, helpers)})`);
  }
}

function integerWriter({ type }: BoundField): string {
  if (type.sizeBytes > 4) return "writeNumber";
  return isSigned(type) ? "writeInt32" : "writeUint32";
}

/** The name of a member that is not the first, or is. */
export function writeKey(name: string, isFirst: boolean, code: JsonCode): void {
  code.literal(`${isFirst ? "" : ","}${JSON.stringify(name)}:`);
}

function writeGroup({ fields }: BoundField, helpers: Helpers, code: JsonCode): void {
  code.literal("{");
  for (const [index, inner] of fields.entries()) {
    writeKey(inner.name, index === 0, code);
    writeField(inner, helpers, code);
  }
  code.literal("}");
}

/** An argument as JavaScript: `value` as a whole, which is `otherwise` where it is not there. */
interface ArgCode {
  readonly type: ArgType;
  readonly block: string;
  readonly index: number;
  readonly isThere: string;
  readonly value: string;
  readonly otherwise: string;
}

/** An argument's value; a string goes straight from the record. */
export function writeArg({ type, block, index, isThere, value, otherwise }: ArgCode, code: JsonCode): void {
  const text = `output.quoted(at, ${block}.starts[${index}], ${block}.ends[${index}])`;
  code.variable(
    type === STR ? `${isThere} ? ${text} : output.value(at, ${otherwise})` : `output.value(at, ${value})`,
  );
}

function writeArgs({ field, offsetBytes }: BoundField, helpers: Helpers, code: JsonCode): void {
  const types = field.args ?? {};
  const block = helpers.argumentBlock(offsetBytes);
  code.literal("{");
  for (const [position, [name, type, index]] of sentArgs(types).entries()) {
    writeKey(name, position === 0, code);
    const isThere = `${block}.has(${index}, ${argTypeNumbers[type.name]})`;
    const value = argExpression(block, index, type, helpers);
    writeArg({ type, block, index, isThere, value, otherwise: "null" }, code);
  }
  code.variable(`output.json(at, ${block}.flagsJson(${helpers.add("names", argNames(types))}))`);
  code.literal("}");
}
