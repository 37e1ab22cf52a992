import {
  type ArgMemory,
  type ArgType,
  type ArgTypes,
  argNames,
  argTypeNumbers,
  sentArgs,
} from "../args/arg-type.js";
import type { ArgsBySpec } from "../contract/args-by.js";
import type { ArgumentBlock } from "./argument-block.js";
import { quoteAny } from "./json-expression.js";

/** Reads the arguments of the record that the block was last located in. */
interface ArgsReader {
  readonly toObject: () => object;
  readonly toJson: () => string;
}

/** The arguments of records by a number in them, with straight-line code for each number. */
export class ArgsByNumber {
  readonly #memory: ArgMemory;
  readonly #block: ArgumentBlock;
  readonly #spec: ArgsBySpec;
  /** Of numbers in the contract, so that no record makes it grow. */
  readonly #readers = new Map<number, ArgsReader>();
  readonly #other: ArgsReader;

  constructor(memory: ArgMemory, block: ArgumentBlock, spec: ArgsBySpec) {
    this.#memory = memory;
    this.#block = block;
    this.#spec = spec;
    this.#other = compileReader(memory, block, spec.other);
  }

  toObject(number: number): object {
    return this.#block.isSent ? this.#reader(number).toObject() : {};
  }

  toJson(number: number): string {
    return this.#block.isSent ? this.#reader(number).toJson() : "{}";
  }

  #reader(number: number): ArgsReader {
    const known = this.#readers.get(number);
    if (known) return known;
    const types = this.#spec.types.get(number);
    if (!types) return this.#other;
    const reader = compileReader(this.#memory, this.#block, types);
    this.#readers.set(number, reader);
    return reader;
  }
}

function compileReader(memory: ArgMemory, block: ArgumentBlock, types: ArgTypes): ArgsReader {
  const list = sentArgs(types);
  const scope: Record<string, unknown> = { block, memory, names: argNames(types), quoteAny };
  for (const [, type, index] of list) scope[`read${index}`] = type.read;

  const value = (type: ArgType, index: number) =>
    `(block.sends(${index}, ${argTypeNumbers[type.name]}) ? read${index}(memory, block.starts[${index}], block.ends[${index}]) : block.address(${index}))`;
  const members = list.map(([name, type, index]) => `${JSON.stringify(name)}: ${value(type, index)}`);
  const texts = list.map(([name, type, index], position) => {
    const key = JSON.stringify(`${position ? "," : ""}${JSON.stringify(name)}:`);
    return `${key} + ${type.json === "number" ? value(type, index) : `quoteAny(${value(type, index)})`}`;
  });
  const make = new Function(
    ...Object.keys(scope),
    `"use strict"; return {
      toObject: () => block.addFlags({ ${members.join(", ")} }, names),
      toJson: () => ${['"{"', ...texts, "block.flagsJson(names)", '"}"'].join(" + ")},
    };`,
  );
  return make(...Object.values(scope)) as ArgsReader;
}
