import type { ArgMemory, ArgType, ArgTypeName } from "./arg-type.js";
import { type Bits, bitsText, type Constants, numberText } from "./bits.js";
import { readInt, readWords } from "./scalars.js";

const schema = { type: "string" };

/** A word of 32 bits, put into words. */
export function symbol(name: ArgTypeName, text: (value: number) => string): ArgType<string> {
  const read = (memory: ArgMemory, start: number, end: number) => text(readInt(memory, start, end));
  return { name, schema, json: "any", read };
}

/** A register of which all 64 bits count. */
export function longSymbol(name: ArgTypeName, text: (low: number, high: number) => string): ArgType<string> {
  return { name, schema, json: "any", read: (memory, start, end) => text(...readWords(memory, start, end)) };
}

/** Flags that are an `int`. */
export const flagType = (name: ArgTypeName, bits: Bits): ArgType<string> => symbol(name, bitsText(bits));

/** Flags that are a `long`. */
export const longFlagType = (name: ArgTypeName, bits: Bits): ArgType<string> =>
  longSymbol(name, bitsText(bits));

/** One of several numbers. */
export const numberType = (name: ArgTypeName, constants: Constants): ArgType<string> =>
  symbol(name, numberText(constants));
