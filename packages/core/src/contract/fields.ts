import type { ArgType, ArgTypes } from "../args/arg-type.js";
import type { ArgsBySpec } from "./args-by.js";

/**
 * What a member of a wire struct means to the reader of an event. The object's BTF says where
 * it is and how wide; a field says what JavaScript value comes of it.
 */
export type FieldKind =
  | "integer"
  | "id"
  | "boolean"
  | "flag"
  | "text"
  | "string"
  | "stringOrNull"
  | "strings"
  | "durationMs"
  | "errno"
  | "enumeration"
  | "args"
  | "arg"
  | "argsBy"
  | "group";

declare const valueType: unique symbol;

/** @typeParam T the type of the field's value in an event. */
export interface Field<T = unknown> {
  readonly kind: FieldKind;
  /** The struct's member; a path such as `creator.pid` for nested structs. */
  readonly from: string | undefined;
  readonly describe: string | undefined;
  /** For `flag`: the bit in the header's flags, by its name in `enum probe_flag`. */
  readonly flag?: string;
  /** For `enumeration`: the enum in the object's BTF. */
  readonly enum?: string;
  /** For `group`. */
  readonly fields?: Fields;
  /** For `args`. */
  readonly args?: ArgTypes;
  /** For `arg`. */
  readonly arg?: { readonly index: number; readonly type: ArgType };
  /** For `argsBy`. */
  readonly argsBy?: ArgsBySpec;
  /** Applied to the value after it was read. */
  readonly map?: FieldMap;
  readonly [valueType]?: T;
}

export interface FieldMap {
  readonly apply: (value: never) => unknown;
  readonly schema: JsonSchema;
}

export type Fields = { readonly [name: string]: Field };

/** The values of a set of fields, by their names. */
export type FieldValues<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

/** The part of JSON Schema that fields need. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly required?: readonly string[];
  readonly const?: unknown;
  readonly format?: string;
  readonly minimum?: number;
  readonly pattern?: string;
  readonly [keyword: string]: unknown;
}

export interface FieldOptions {
  /**
   * The C member, when it is not the field's name in snake_case. A dot goes into a nested
   * struct: `creator.pid`.
   */
  readonly from?: string;
  /** One sentence for `probe info`, the JSON Schema and the docs. */
  readonly describe?: string;
}

function field<T>(kind: FieldKind, options: FieldOptions, rest: Partial<Field> = {}): Field<T> {
  return { kind, from: options.from, describe: options.describe, ...rest } as Field<T>;
}

/** A whole number of any width. 64-bit values above 2^53 lose their last bits: use {@link id} for those. */
export const integer = (options: FieldOptions = {}): Field<number> => field("integer", options);

/** A 64-bit number that must stay exact: an inode, a pointer, a cookie. A decimal string in JSON. */
export const id = (options: FieldOptions = {}): Field<bigint> => field("id", options);

/** A C `bool`, or any integer that is 0 or not. */
export const boolean = (options: FieldOptions = {}): Field<boolean> => field("boolean", options);

/** A bit of the record header's flags, such as `PROBE_FLAG_TRUNCATED`. */
export const flag = (name: string, options: Omit<FieldOptions, "from"> = {}): Field<boolean> =>
  field("flag", options, { flag: name });

/** A `char[N]` up to its first NUL. */
export const text = (options: FieldOptions = {}): Field<string> => field("text", options);

/** A `struct probe_data` that holds one string. */
export const string = (options: FieldOptions = {}): Field<string> => field("string", options);

/** The same, null when it is empty. */
export const stringOrNull = (options: FieldOptions = {}): Field<string | null> =>
  field("stringOrNull", options);

/** A `struct probe_data` that holds strings, each ended by a NUL; a last one without NUL was cut short. */
export const strings = (options: FieldOptions = {}): Field<string[]> => field("strings", options);

/** Nanoseconds in the kernel; milliseconds, with a fraction, in the event. */
export const durationMs = (options: FieldOptions = {}): Field<number> => field("durationMs", options);

/** The name of the errno in a result (`ENOENT` for -2); `null` for a result that is not an error. */
export const errno = (options: FieldOptions = {}): Field<string | null> => field("errno", options);

/**
 * The name of a value of an enum in the object's BTF, in camelCase and without the prefix
 * that all its names share: `FILELIFE_OP_RENAME` becomes `rename`. A value without a name is
 * given as its number in decimal.
 */
export const enumeration = (enumName: string, options: FieldOptions = {}): Field<string> =>
  field("enumeration", options, { enum: enumName });

/** An object of further fields: `creator: group({ pid: integer({ from: "creator.pid" }) })`. */
export const group = <const F extends Fields>(
  fields: F,
  options: Omit<FieldOptions, "from"> = {},
): Field<FieldValues<F>> => field("group", options, { fields });

/**
 * A field with its value put through a pure function. An event for which it throws is not
 * delivered but counted as `malformed`, with a process warning the first time.
 *
 * @param schema the JSON Schema of what the function returns. In JSON a bigint is a decimal
 * string, and `undefined` is null.
 */
export const mapped = <T, U>(source: Field<T>, schema: JsonSchema, apply: (value: T) => U): Field<U> =>
  ({ ...source, map: { apply, schema } }) as Field as Field<U>;
