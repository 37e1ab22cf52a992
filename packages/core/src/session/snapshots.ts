import type { TableSnapshot } from "../contract/table.js";

/** Where snapshots come from. */
export interface SnapshotSource<Row> {
  take(): TableSnapshot<Row>[];
  /** Aborted when nothing is counted any more. */
  readonly stopped: AbortSignal;
  closed(): boolean;
}

/** The longest that a timer of Node takes. */
const longestMs = 2 ** 31 - 1;

/** Waits for a time that may be infinite, or until `stopped`. */
async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  /* An import would load it for sessions without tables too. */
  const { setTimeout } = process.getBuiltinModule("node:timers/promises");
  for (let leftMs = Math.max(0, ms); ; leftMs -= longestMs) {
    /* Rejects when it is stopped. */
    await setTimeout(Math.min(leftMs, longestMs), undefined, { signal: stopped }).catch(() => {});
    if (stopped.aborted || leftMs <= longestMs) return;
  }
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
    await pause(nextMs - performance.now(), stopped);
    if (closed()) return;
    /* Asked before the snapshot is taken: what is counted until the stop is in the next one. */
    const isLast = stopped.aborted;
    yield take();
    if (isLast) return;
    nextMs = Math.max(nextMs + intervalMs, performance.now());
  }
}
