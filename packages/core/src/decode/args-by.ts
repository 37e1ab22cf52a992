import {
  type ArgMemory,
  type ArgType,
  type ArgTypes,
  argNames,
  argTypeNumbers,
  sentArgs,
} from "../args/arg-type.js";
import type { ArgsBySpec } from "../contract/args-by.js";
import { JsonCode } from "../json/code.js";
import type { JsonOutput } from "../json/output.js";
import type { ArgumentBlock } from "./argument-block.js";
import { writeArg, writeKey } from "./json-field.js";

/** Reads the arguments of the record that the block was last located in. */
interface ArgsReader {
  readonly toObject: () => object;
  readonly writeJson: (at: number) => number;
}

/** The arguments of records by a number in them, with straight-line code for each number. */
export class ArgsByNumber {
  readonly #memory: ArgMemory;
  readonly #output: JsonOutput;
  readonly #block: ArgumentBlock;
  readonly #spec: ArgsBySpec;
  /** Of numbers in the contract, so that no record makes it grow. */
  readonly #readers = new Map<number, ArgsReader>();
  readonly #other: ArgsReader;

  constructor(memory: ArgMemory, output: JsonOutput, block: ArgumentBlock, spec: ArgsBySpec) {
    this.#memory = memory;
    this.#output = output;
    this.#block = block;
    this.#spec = spec;
    this.#other = this.#compile(spec.other);
  }

  toObject(number: number): object {
    return this.#block.isSent ? this.#reader(number).toObject() : {};
  }

  /** @returns the place behind */
  writeJson(at: number, number: number): number {
    return this.#block.isSent ? this.#reader(number).writeJson(at) : this.#output.json(at, "{}");
  }

  #reader(number: number): ArgsReader {
    const known = this.#readers.get(number);
    if (known) return known;
    const types = this.#spec.types.get(number);
    if (!types) return this.#other;
    const reader = this.#compile(types);
    this.#readers.set(number, reader);
    return reader;
  }

  #compile(types: ArgTypes): ArgsReader {
    const [memory, output, block] = [this.#memory, this.#output, this.#block];
    const list = sentArgs(types);
    const scope: Record<string, unknown> = { block, memory, output, names: argNames(types) };
    for (const [, type, index] of list) scope[`read${index}`] = type.read;
    const members = list.map(([name, type, index]) => `${JSON.stringify(name)}: ${value(type, index)}`);
    const code = new JsonCode();
    code.literal("{");
    for (const [position, [name, type, index]] of list.entries()) {
      writeKey(name, position === 0, code);
      const isThere = `block.sends(${index}, ${argTypeNumbers[type.name]})`;
      const otherwise = `block.address(${index})`;
      writeArg({ type, block: "block", index, isThere, value: value(type, index), otherwise }, code);
    }
    code.variable("output.json(at, block.flagsJson(names))");
    code.literal("}");
    const make = new Function(
      ...Object.keys(scope),
      `"use strict"; return {
        toObject: () => block.addFlags({ ${members.join(", ")} }, names),
        writeJson: (at) => { output.room(at, 0); let view = output.view; ${code} return output.room(at, 0); },
      };`,
    );
    output.reserve(code.fixedBytes);
    return make(...Object.values(scope)) as ArgsReader;
  }
}

function value(type: ArgType, index: number): string {
  const read = `read${index}(memory, block.starts[${index}], block.ends[${index}])`;
  return `(block.sends(${index}, ${argTypeNumbers[type.name]}) ? ${read} : block.address(${index}))`;
}
