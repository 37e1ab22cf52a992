import type { ProbeManifest } from "@probekit/core";
import { usageError } from "../exit.js";
import { kebabCase } from "./kebab-case.js";

/** A table's fields to order by, the greatest sum first, by `probe table`. */
export type TableOrders = ReadonlyMap<string, readonly string[]>;

/**
 * What `--sort` says of the tables that have such an order; the others keep their own.
 *
 * @throws {CliError} when no table has it
 */
export function chosenOrders(sort: string | undefined, manifests: readonly ProbeManifest[]): TableOrders {
  const tables = manifests.flatMap(({ name, tables }) =>
    Object.entries(tables).map(([table, { orders }]) => ({ key: `${name} ${table}`, orders })),
  );
  if (sort === undefined) return new Map();
  const found = tables.flatMap(({ key, orders }) => {
    const order = Object.keys(orders).find((name) => name === sort || kebabCase(name) === sort);
    return order === undefined ? [] : [[key, orders[order] ?? []] as const];
  });
  if (found.length > 0) return new Map(found);
  const known = [...new Set(tables.flatMap(({ orders }) => Object.keys(orders).map(kebabCase)))];
  throw usageError(
    known.length > 0
      ? `--sort ${sort}: there is no such order; there are ${known.join(", ")}`
      : `--sort ${sort}: none of these probes has a table`,
  );
}
