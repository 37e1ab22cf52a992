import { setTimeout } from "node:timers/promises";
import type { TableSnapshot } from "../contract/table.js";

/** Where snapshots come from. */
export interface SnapshotSource<Row> {
  take(): TableSnapshot<Row>[];
  /** Aborted when nothing is counted any more. */
  readonly stopped: AbortSignal;
  closed(): boolean;
}

/**
 * Snapshots at an interval, counted from the first call of `next()`, and the last, partial one
 * when the session is stopped. An interval that has passed while nobody asked is not made up
 * for: the next snapshot is longer.
 */
export async function* snapshotsOf<Row>(
  { take, stopped, closed }: SnapshotSource<Row>,
  intervalMs: number,
): AsyncGenerator<TableSnapshot<Row>[], void, void> {
  let nextMs = performance.now() + intervalMs;
  for (;;) {
    const waitMs = Math.max(0, nextMs - performance.now());
    /* Rejects when the session is stopped, which ends the wait as well. */
    await setTimeout(waitMs, undefined, { signal: stopped }).catch(() => {});
    if (closed()) return;
    /* Asked before the snapshot is taken: what is counted until the stop is in the next one. */
    const isLast = stopped.aborted;
    yield take();
    if (isLast) return;
    nextMs = Math.max(nextMs + intervalMs, performance.now());
  }
}
