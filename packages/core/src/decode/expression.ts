import type { BtfType } from "../kernel/btf.js";
import type { BoundField } from "../layout/bind.js";

/** What one compiled decoder closes over beside the buffer, under names of its own. */
export class Helpers {
  readonly values = new Map<string, unknown>();

  /** Makes `value` available to the code under a name of its own. */
  add(hint: string, value: unknown): string {
    const name = `${hint}${this.values.size}`;
    this.values.set(name, value);
    return name;
  }
}

/**
 * JavaScript that reads one field. `base` is the record's place in the buffer, a multiple of
 * 8, and `length` the record's length, both in bytes.
 */
export function valueExpression(bound: BoundField, helpers: Helpers): string {
  const plain = plainExpression(bound, helpers);
  return bound.map ? `${helpers.add("map", bound.map.apply)}(${plain})` : plain;
}

function plainExpression(bound: BoundField, helpers: Helpers): string {
  const { field, offsetBytes, type } = bound;
  switch (field.kind) {
    case "integer":
      return numberExpression(offsetBytes, type);
    case "id":
      return `u64[(base + ${offsetBytes}) >>> 3]`;
    case "boolean":
      return `(${numberExpression(offsetBytes, type)} !== 0)`;
    case "flag":
      return `((u32[(base + 12) >>> 2] & ${bound.bit}) !== 0)`;
    case "text":
      return `tail.text(base + ${offsetBytes}, ${type.sizeBytes})`;
    case "string":
      return `tail.string(base, length, base + ${offsetBytes})`;
    case "strings":
      return `tail.strings(base, length, base + ${offsetBytes})`;
    case "durationMs":
      return `(${numberExpression(offsetBytes, type)} / 1e6)`;
    case "errno":
      return `errnoName(${numberExpression(offsetBytes, type)})`;
    case "enumeration": {
      const number = numberExpression(offsetBytes, type);
      return `(${helpers.add("names", bound.names)}.get(${number}) ?? String(${number}))`;
    }
    case "group":
      return `{ ${bound.fields.map((inner) => `${JSON.stringify(inner.name)}: ${valueExpression(inner, helpers)}`).join(", ")} }`;
  }
}

/** Reads an integer as a number. 64-bit values lose what is beyond 2^53. */
function numberExpression(offsetBytes: number, type: BtfType): string {
  const signed = (type.kind === "int" || type.kind === "enum") && type.signed;
  const at = `(base + ${offsetBytes})`;
  switch (type.sizeBytes) {
    case 1:
      return `${signed ? "i8" : "u8"}[${at}]`;
    case 2:
      return `${signed ? "i16" : "u16"}[${at} >>> 1]`;
    case 4:
      return `${signed ? "i32" : "u32"}[${at} >>> 2]`;
    default:
      return `(${signed ? "i32" : "u32"}[(${at} >>> 2) + 1] * 4294967296 + u32[${at} >>> 2])`;
  }
}
