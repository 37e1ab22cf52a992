import { camelCase, sharedPrefix } from "../contract/names.js";
import type { BtfEnum } from "../kernel/btf.js";

/** The names of an enum's values as events give them. */
export type EnumNames = ReadonlyMap<number, string>;

export function enumNames({ values }: BtfEnum): EnumNames {
  const prefix = sharedPrefix(values.map(({ name }) => name));
  return new Map(values.map(({ name, value }) => [Number(value), camelCase(name.slice(prefix.length))]));
}
