import type { Fields, FieldValues } from "./fields.js";
import type { EventBase } from "./record.js";

/** How a table is ordered: by the sum of these fields, the greatest first. */
export type TableOrder = readonly string[];

/** What the kernel counts by key, and gives away from time to time (`PROBE_TABLE` in C). */
export interface TableSpec<F extends Fields = Fields> {
  /** The structs of the map's keys and values. */
  readonly key: string;
  readonly value: string;
  readonly describe: string;
  readonly fields: F;
  /** By the name that a user gives; the first is used when none is given. */
  readonly orders: Readonly<Record<string, TableOrder>>;
  /** Not counted unless a session asks for it. */
  readonly optIn: boolean;
  /** A total of the whole run: read once, at its end, where no interval is asked for. */
  readonly atEnd: boolean;
}

/**
 * Declares the table of the map that has its name in snake_case. A row has the fields of a key
 * and of its value, looked up in the value's struct first.
 *
 * @param structs the structs of its keys and values, as `PROBE_TABLE` has them
 * @param options.orders by which fields rows can be ordered, the usual order first
 * @param options.optIn not counted unless a session asks for it
 * @param options.atEnd a total of the whole run rather than of intervals, as a summary is
 */
export function table<const F extends Fields>(
  structs: { readonly key: string; readonly value: string },
  describe: string,
  fields: F,
  options: {
    readonly orders: Readonly<Record<string, readonly (keyof F & string)[]>>;
    readonly optIn?: boolean;
    readonly atEnd?: boolean;
  },
): TableSpec<F> {
  const { orders, optIn = false, atEnd = false } = options;
  return { ...structs, describe, fields, orders, optIn, atEnd };
}

/** What every row has; its time is when the interval ended. */
export interface RowBase extends EventBase {
  /** Time in which this was counted, in milliseconds. */
  readonly intervalMs: number;
}

export type RowOf<T extends TableSpec> = T extends TableSpec<infer F> ? FieldValues<F> : never;

/** What a table has counted since it was last read. */
export interface TableSnapshot<Row = RowBase> {
  readonly probe: string;
  readonly table: string;
  /** The end of the interval, in epoch milliseconds. */
  readonly timeMs: number;
  /** Its length. */
  readonly intervalMs: number;
  /** In the table's first order. */
  readonly rows: readonly Row[];
}
