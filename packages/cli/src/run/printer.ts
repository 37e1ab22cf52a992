import type { AnyProbe, Histogram, LossCount, Session } from "@probekit/core";
import { eventColumns, type TableEvent } from "../output/columns.js";
import { histogramJson, histogramLines } from "../output/histogram.js";
import { tableLayout } from "../output/layout.js";
import { createTable } from "../output/table.js";
import { terminalWidth } from "../output/terminal.js";
import { lossLine } from "./loss-line.js";

/** How a session's events become lines on stdout. */
export interface Printer {
  /** Printed before all events; with the first of them where there may be none. */
  readonly header: readonly string[];
  readonly headerWithFirst: boolean;
  /** Lines, many at a time, one an event. */
  lines(): AsyncIterable<readonly string[]>;
  /** Lines about events that are missing. */
  losses(losses: readonly LossCount[]): readonly string[];
  /** What was counted in the kernel, at the end. */
  histograms(histograms: readonly Histogram[]): readonly string[];
}

export function jsonPrinter(session: Session<unknown>, losesEvents: (loss: LossCount) => boolean): Printer {
  return {
    header: [],
    headerWithFirst: false,
    lines: () => session.jsonLines(),
    losses: (losses) => losses.filter(losesEvents).map((loss) => lossLine(loss)),
    histograms: (histograms) => histogramJson(histograms),
  };
}

export function tablePrinter(
  session: Session<unknown>,
  probes: readonly AnyProbe[],
  color: boolean,
): Printer {
  const table = createTable(tableLayout(eventColumns(probes)), { color, terminalWidth });
  return {
    header: [table.header()],
    headerWithFirst: probes.some(({ histograms }) => histograms),
    async *lines() {
      for await (const batch of session.batches())
        yield (batch as TableEvent[]).map((event) => table.row(event));
    },
    /* The summary has them; between rows they would be taken for events. */
    losses: () => [],
    histograms: histogramLines,
  };
}
