import type { AnyProbe, LossCount, Session } from "@probekit/core";
import { eventColumns, type TableEvent } from "../output/columns.js";
import { tableLayout } from "../output/layout.js";
import { createTable } from "../output/table.js";
import { terminalWidth } from "../output/terminal.js";
import { lossLine } from "./loss-line.js";

/** How a session's events become lines on stdout. */
export interface Printer {
  /** Printed before all events. */
  readonly header: readonly string[];
  /** Lines, many at a time, one an event. */
  lines(): AsyncIterable<readonly string[]>;
  /** Lines about events that are missing. */
  losses(losses: readonly LossCount[]): readonly string[];
}

export function jsonPrinter(session: Session<unknown>, losesEvents: (loss: LossCount) => boolean): Printer {
  return {
    header: [],
    lines: () => session.jsonLines(),
    losses: (losses) => losses.filter(losesEvents).map((loss) => lossLine(loss)),
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
    async *lines() {
      for await (const batch of session.batches())
        yield (batch as TableEvent[]).map((event) => table.row(event));
    },
    /* The summary has them; between rows they would be taken for events. */
    losses: () => [],
  };
}
