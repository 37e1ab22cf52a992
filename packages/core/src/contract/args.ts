import { type ArgType, type ArgTypes, mostArgs } from "../args/arg-type.js";
import { argTypes } from "../args/mask.js";
import { addressFamily, addressPort, addressText } from "../args/socket-address.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Field, FieldOptions } from "./fields.js";

/** The value of an argument that is there. */
export type ArgValue<T extends ArgType> = T extends ArgType<infer V> ? V : never;

/** The names of the arguments that are sent: all but those of type `NONE`. */
type Sent<A extends ArgTypes> = {
  [K in keyof A & string]: [ArgValue<A[K]>] extends [never] ? never : K;
}[keyof A & string];

/**
 * The values of arguments, by their names. One that is missing is null: the call passed NULL,
 * it could not be read, or the record had no more room.
 */
export type ArgValues<A extends ArgTypes> = {
  -readonly [K in Sent<A>]: ArgValue<A[K]> | null;
} & {
  /** Arguments that were cut short. There only when there are any. */
  truncated?: Sent<A>[];
  /** Arguments that could not be read, or not to their end. There only when there are any. */
  unreadable?: Sent<A>[];
};

export interface ArgsField<A extends ArgTypes> extends Field<ArgValues<A>> {
  /** The types as `probe_args_save()` wants them. */
  readonly mask: bigint;
}

/**
 * A `struct probe_args` as an object of its arguments, at most 8: the first name is that of
 * argument 0. `NONE` stands for one that is not sent.
 *
 * @throws {ProbeError} `ERR_CONTRACT` for a name that is taken or not camelCase, for none or too many
 */
export function args<const A extends ArgTypes>(types: A, options: FieldOptions = {}): ArgsField<A> {
  for (const name of Object.keys(types)) {
    /* A number would also be put before the others. */
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) throw contractError(name, "the name is not camelCase");
    if (name === "truncated" || name === "unreadable")
      throw contractError(name, "the name is that of a list beside the arguments");
  }
  const mask = argTypes(...Object.values(types));
  if (mask === 0n) {
    throw new ProbeError("ERR_CONTRACT", {
      operation: "define",
      object: "arguments",
      message: "none is sent; name at least one with its type",
    });
  }
  return { kind: "args", from: options.from, describe: options.describe, args: types, mask } as ArgsField<A>;
}

/**
 * One argument of a `struct probe_args` as a field; null when it is missing.
 *
 * @param index as the program gave it, 0 to 7
 * @param options.from the member, `args` by default
 * @throws {ProbeError} `ERR_CONTRACT`
 */
export function arg<T>(index: number, type: ArgType<T>, options: FieldOptions = {}): Field<T | null> {
  if (!Number.isInteger(index) || index < 0 || index >= mostArgs)
    throw contractError(String(index), `the index must be 0 to ${mostArgs - 1}`);
  if (type.name === "NONE") throw contractError(String(index), "an argument that is not sent has no value");
  const { from = "args", describe } = options;
  return { kind: "arg", from, describe, arg: { index, type } } as Field as Field<T | null>;
}

/** The family of the SOCKADDR argument `index`, by name: `AF_INET`. */
export const argFamily = (index: number, options: FieldOptions = {}): Field<string | null> =>
  arg(index, addressFamily, options);

/**
 * Its address: IPv4, IPv6 by RFC 5952 (IPv4-mapped ones as they came), or the path of a unix
 * socket, with `@` before an abstract name. Null for other families.
 */
export const argAddress = (index: number, options: FieldOptions = {}): Field<string | null> =>
  arg(index, addressText, options);

/** Its port; null for families that have none. */
export const argPort = (index: number, options: FieldOptions = {}): Field<number | null> =>
  arg(index, addressPort, options);

function contractError(name: string, message: string): ProbeError {
  return new ProbeError("ERR_CONTRACT", { operation: "define", object: `argument ${name}`, message });
}
