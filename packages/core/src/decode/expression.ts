import { type ArgMemory, type ArgType, argNames, argTypeNumbers, sentArgs } from "../args/arg-type.js";
import type { ArgsBySpec } from "../contract/args-by.js";
import type { JsonOutput } from "../json/output.js";
import type { BtfType } from "../kernel/btf.js";
import type { BoundField } from "../layout/bind.js";
import { ArgsByNumber } from "./args-by.js";
import { ArgumentBlock } from "./argument-block.js";

/** What one compiled decoder closes over beside the buffer, under names of its own. */
export class Helpers {
  readonly values = new Map<string, unknown>();
  /** What is done for each record before its fields are read. */
  readonly statements: string[] = [];

  readonly #memory: ArgMemory;
  readonly #output: JsonOutput;
  readonly #blocks = new Map<number, string>();

  constructor(memory: ArgMemory, output: JsonOutput) {
    this.#memory = memory;
    this.#output = output;
  }

  /** Makes `value` available to the code under a name of its own. */
  add(hint: string, value: unknown): string {
    const name = `${hint}${this.values.size}`;
    this.values.set(name, value);
    return name;
  }

  /** The {@link ArgumentBlock} of the member at an offset, which all fields that read from it share. */
  argumentBlock(offsetBytes: number): string {
    const known = this.#blocks.get(offsetBytes);
    if (known) return known;
    const name = this.add("block", new ArgumentBlock(this.#memory.buffer));
    this.statements.push(`${name}.locate(base, length, base + ${offsetBytes});`);
    this.#blocks.set(offsetBytes, name);
    return name;
  }

  /** The {@link ArgsByNumber} of a field. */
  argsByNumber({ field, offsetBytes }: BoundField): string {
    const block = this.values.get(this.argumentBlock(offsetBytes)) as ArgumentBlock;
    return this.add("args", new ArgsByNumber(this.#memory, this.#output, block, field.argsBy as ArgsBySpec));
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
    case "stringOrNull":
      return `(tail.string(base, length, base + ${offsetBytes}) || null)`;
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
    case "args": {
      const block = helpers.argumentBlock(offsetBytes);
      const values = sentArgs(field.args ?? {}).map(
        ([name, type, index]) => `${JSON.stringify(name)}: ${argExpression(block, index, type, helpers)}`,
      );
      return `${block}.addFlags({ ${values.join(", ")} }, ${helpers.add("names", argNames(field.args ?? {}))})`;
    }
    case "arg": {
      const { index, type } = field.arg as NonNullable<typeof field.arg>;
      return argExpression(helpers.argumentBlock(offsetBytes), index, type, helpers);
    }
    case "argsBy":
      return `${helpers.argsByNumber(bound)}.toObject(${argsNumber(bound)})`;
    case "group":
      return `{ ${bound.fields.map((inner) => `${JSON.stringify(inner.name)}: ${valueExpression(inner, helpers)}`).join(", ")} }`;
  }
}

/** Reads the number that decides which arguments there are. */
export function argsNumber({ fields: [number] }: BoundField): string {
  const { offsetBytes, type } = number as BoundField;
  return numberExpression(offsetBytes, type);
}

/** Reads an argument; null when it is missing. */
export function argExpression(block: string, index: number, type: ArgType, helpers: Helpers): string {
  const read = `${helpers.add("read", type.read)}(memory, ${block}.starts[${index}], ${block}.ends[${index}])`;
  return `(${block}.has(${index}, ${argTypeNumbers[type.name]}) ? ${read} : null)`;
}

export function isSigned(type: BtfType): boolean {
  return (type.kind === "int" || type.kind === "enum") && type.signed;
}

/** Reads an integer as a number. 64-bit values lose what is beyond 2^53. */
export function numberExpression(offsetBytes: number, type: BtfType): string {
  const signed = isSigned(type);
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
