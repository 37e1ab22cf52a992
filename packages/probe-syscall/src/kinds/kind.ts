import type { ArgType } from "@probekit/core";

/** What an argument is: its type in events, and how strace writes it. */
export interface Kind<T = unknown> {
  readonly type: ArgType<T>;
  /** @param cut whether the argument was cut short */
  readonly text: (value: T, cut: boolean) => string;
}

/** A kind of any type of value. What reads a value is what writes it. */
// biome-ignore lint/suspicious/noExplicitAny: values are contravariant in `text`
export type AnyKind = Kind<any>;

/** A kind whose values are as strace writes them. */
export const asItIs = (type: ArgType<string>): Kind<string> => ({ type, text: (value) => value });

/** An address, or any number whose bits matter more than its size. */
export function hex(value: bigint): string {
  return value === 0n ? "0" : `0x${value.toString(16)}`;
}

export function pointer(value: bigint): string {
  return value === 0n ? "NULL" : hex(value);
}
