import type { ArgMemory, ArgType, ArgTypeName } from "./arg-type.js";
import { type Bits, bitsText, type Constants, numberText } from "./bits.js";
import { readInt, readWords } from "./scalars.js";

const schema = { type: "string" };

/** A type whose values are texts for an `int`, which a record can have outside of its arguments too. */
export interface SymbolType extends ArgType<string> {
  /** `mapped(integer(), { type: "string" }, OPEN_FLAGS.text)` */
  readonly text: (value: number) => string;
}

/** An `int`, put into words. */
export function symbol(name: ArgTypeName, compose: (value: number) => string): SymbolType {
  const text = remembered(compose);
  const read = (memory: ArgMemory, start: number, end: number) => text(readInt(memory, start, end));
  return { name, schema, read, text };
}

/** Words that are put together once; most come again and again. */
function remembered(compose: (value: number) => string): (value: number) => string {
  const texts = new Map<number, string>();
  return (value) => {
    const known = texts.get(value);
    if (known !== undefined) return known;
    /* Callers may pass whatever they like, and as many different ones. */
    if (texts.size >= mostTexts) texts.clear();
    const text = compose(value);
    texts.set(value, text);
    return text;
  };
}

const mostTexts = 1024;

/** A register of which all 64 bits count. */
export function longSymbol(name: ArgTypeName, text: (low: number, high: number) => string): ArgType<string> {
  return { name, schema, read: (memory, start, end) => text(...readWords(memory, start, end)) };
}

/** Flags that are an `int`. */
export const flagType = (name: ArgTypeName, bits: Bits): SymbolType => symbol(name, bitsText(bits));

/** Flags that are a `long`. */
export const longFlagType = (name: ArgTypeName, bits: Bits): ArgType<string> =>
  longSymbol(name, bitsText(bits));

/** One of several numbers. */
export const numberType = (name: ArgTypeName, constants: Constants): SymbolType =>
  symbol(name, numberText(constants));
