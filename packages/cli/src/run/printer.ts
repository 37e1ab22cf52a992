import type { Histogram, LossCount, TableSnapshot } from "@probekit/core";

/** Lines, each with its line break. */
export interface Printed {
  readonly events: number;
  readonly text: string | Uint8Array;
}

/** How a session's events become lines on stdout. */
export interface Printer {
  /** Printed before all events; with the first of them where there may be none. */
  readonly header: readonly string[];
  readonly headerWithFirst: boolean;
  /** At most so many events; each part is to be written before the next is asked for. */
  events(most: number): AsyncIterable<Printed>;
  /** Lines about events that are missing. */
  losses(losses: readonly LossCount[]): readonly string[];
  /** What the tables have counted in an interval, with its line breaks. */
  snapshots(snapshots: readonly TableSnapshot[]): string;
  /** What was counted in the kernel, at the end. */
  histograms(histograms: readonly Histogram[]): readonly string[];
}
