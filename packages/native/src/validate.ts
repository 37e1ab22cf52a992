import { inspect } from "node:util";

// `code`s as Node's own functions have them.

function shown(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY }).slice(0, 80);
}

function typeError(name: string, expected: string, value: unknown): TypeError {
  const error = new TypeError(`${name}: expected ${expected}, not ${shown(value)}`);
  return Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
}

function rangeError(name: string, expected: string, value: unknown): RangeError {
  const error = new RangeError(`${name}: expected ${expected}, not ${shown(value)}`);
  return Object.assign(error, { code: "ERR_OUT_OF_RANGE" });
}

export function string(name: string, value: unknown): string {
  if (typeof value !== "string") throw typeError(name, "a string", value);
  if (value.includes("\0")) throw typeError(name, "a string without NUL characters", value);
  return value;
}

export function boolean(name: string, value: unknown): boolean {
  if (typeof value !== "boolean") throw typeError(name, "a boolean", value);
  return value;
}

export function bytes(name: string, value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw typeError(name, "a Uint8Array", value);
  return value;
}

export function callback(name: string, value: unknown): () => void {
  if (typeof value !== "function") throw typeError(name, "a function", value);
  return value as () => void;
}

export function object(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw typeError(name, "an object", value);
  return value as Record<string, unknown>;
}

/** An integer; both bounds are included. */
export function integer(name: string, value: unknown, min: number, max: number): number {
  if (typeof value !== "number") throw typeError(name, "a number", value);
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw rangeError(name, `an integer from ${min} to ${max}`, value);
  }
  return value;
}

/** An unsigned integer of 64 bits. */
export function uint64(name: string, value: unknown): bigint {
  if (typeof value !== "bigint") throw typeError(name, "a bigint", value);
  if (BigInt.asUintN(64, value) !== value) throw rangeError(name, "0 to 2^64-1", value);
  return value;
}

export function oneOf<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T)) throw typeError(name, choices.join(", "), value);
  return value as T;
}

/** An instance of one of this package's classes. */
export function instance<T>(name: string, value: unknown, type: abstract new (...args: never) => T): T {
  if (!(value instanceof type)) throw typeError(name, `a ${type.name} of @probekit/native`, value);
  return value;
}
