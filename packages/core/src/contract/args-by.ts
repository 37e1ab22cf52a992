import type { ArgTypes } from "../args/arg-type.js";
import type { Field, FieldOptions } from "./fields.js";

/** Which arguments a record has, by a number in it. */
export interface ArgsBySpec {
  /** The C member that has the number. */
  readonly number: string;
  readonly types: ReadonlyMap<number, ArgTypes>;
  /** Of all other numbers. */
  readonly other: ArgTypes;
}

/** An argument that is told as the address of what it points to. */
export interface ArgAddress {
  readonly address: bigint;
}

/**
 * A `struct probe_args` whose arguments depend on a number in the record, such as that of a
 * system call: an object of them, as {@link args} makes one, with a decoder for each number that
 * is compiled when it is first seen.
 *
 * The contract, not the record, says what a number that is passed in a register means: on the
 * wire it may be of any such type. What a pointer points to is of its type, and where the program
 * sends the pointer in its place (`POINTER_T`), the value is an {@link ArgAddress}. Paths and structs
 * (`FILE`, `TIMESPEC`, `INT_PAIR`, `CRED`) are such content, and not registers.
 *
 * A `struct probe_args` that is all zeros, because the program was not to send any, is an empty object.
 *
 * @param number the C member that has the number
 */
export function argsBy(
  number: string,
  types: ReadonlyMap<number, ArgTypes>,
  other: ArgTypes,
  options: FieldOptions = {},
): Field<Record<string, unknown>> {
  const argsBy: ArgsBySpec = { number, types, other };
  return { kind: "argsBy", from: options.from, describe: options.describe, argsBy } as Field as Field<
    Record<string, unknown>
  >;
}
