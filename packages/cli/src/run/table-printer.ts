import type { AnyProbe, Session } from "@probekit/core";
import { columnsOf, eventColumns, type TableEvent } from "../output/columns.js";
import { histogramLines } from "../output/histogram.js";
import { tableLayout } from "../output/layout.js";
import { frame, snapshotLines } from "../output/snapshot.js";
import { createTable } from "../output/table.js";
import { redrawHeight, terminalWidth } from "../output/terminal.js";
import { filtered, matching, ordered } from "./asked-rows.js";
import type { Core } from "./core.js";
import type { Printer } from "./printer.js";
import type { TableRequest } from "./request.js";
import type { Where } from "./where.js";

/** Prints tables for people. */
export function tablePrinter(
  session: Session<unknown>,
  where: Where | undefined,
  probes: readonly AnyProbe[],
  color: boolean,
  core: Core,
  request: TableRequest,
): Printer {
  const events = eventColumns(probes, session.probes);
  const table = createTable(tableLayout(events), { color, terminalWidth });
  return {
    header: events.length > 0 ? [table.header()] : [],
    headerWithFirst: probes.some(({ histograms, tables }) => histograms ?? tables),
    async *events(most) {
      let left = most;
      for await (const batch of session.batches(matching(where))) {
        const events = (batch as TableEvent[]).slice(0, left);
        left -= events.length;
        yield { events: events.length, text: events.map((event) => `${table.row(event)}\n`).join("") };
        if (left === 0) break;
      }
    },
    /* The summary has them; between rows they would be taken for events. */
    losses: () => [],
    snapshots: snapshotPrinter(where, probes, color, core, {
      ...request,
      redraw: request.redraw && events.length === 0,
    }),
    histograms: histogramLines,
  };
}

/** Rows of a snapshot when nothing was said of them. */
const usualRows = 20;

function snapshotPrinter(
  where: Where | undefined,
  probes: readonly AnyProbe[],
  color: boolean,
  core: Core,
  { orders, rows, redraw }: TableRequest,
): Printer["snapshots"] {
  return (snapshots) => {
    const height = redraw ? redrawHeight() : undefined;
    /* Beside the rows there are a title, the columns' names, and an empty line below. */
    const fitting = height && Math.max(0, Math.floor((height + 1) / snapshots.length) - 3);
    const most = Math.min(rows ?? usualRows, fitting ?? Number.POSITIVE_INFINITY);
    const lines = snapshots.flatMap((snapshot) => {
      const probe = probes.find(({ name }) => name === snapshot.probe) as AnyProbe;
      const { columns } = columnsOf(probe, snapshot.table);
      const settings = { color, terminalWidth: terminalWidth(), rows: most };
      return [...snapshotLines(ordered(filtered(snapshot, where), orders, core), columns, settings), ""];
    });
    return height === undefined
      ? lines.map((line) => `${line}\n`).join("")
      : frame(lines.slice(0, -1).slice(0, height));
  };
}
