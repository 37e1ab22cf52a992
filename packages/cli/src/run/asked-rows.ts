import type { RowBase, TableSnapshot } from "@probekit/core";
import type { TableOrders } from "../arguments/sort.js";
import type { Core } from "./core.js";
import type { Asked, Where } from "./where.js";

/** The events for which the condition holds; `undefined` for all. */
export function matching(where: Where | undefined) {
  return where && ((event: unknown) => where.matches(event as Asked));
}

export function filtered(snapshot: TableSnapshot, where: Where | undefined): TableSnapshot {
  return where ? { ...snapshot, rows: snapshot.rows.filter(where.matches) } : snapshot;
}

export function ordered(
  snapshot: TableSnapshot,
  orders: TableOrders,
  { inOrder }: Core,
): TableSnapshot<RowBase> {
  const order = orders.get(`${snapshot.probe} ${snapshot.table}`);
  return order ? { ...snapshot, rows: inOrder(snapshot.rows, order) } : snapshot;
}
