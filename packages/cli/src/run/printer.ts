import {
  type AnyProbe,
  type Histogram,
  inOrder,
  type JsonChunk,
  type LossCount,
  type RowBase,
  rowJson,
  type Session,
  type TableSnapshot,
} from "@probekit/core";
import type { TableOrders } from "../arguments/sort.js";
import { columnsOf, eventColumns, type TableEvent } from "../output/columns.js";
import { escapeJson } from "../output/escape.js";
import { histogramJson, histogramLines } from "../output/histogram.js";
import { tableLayout } from "../output/layout.js";
import { frame, snapshotLines } from "../output/snapshot.js";
import { createTable } from "../output/table.js";
import { isTerminal, redrawHeight, terminalWidth } from "../output/terminal.js";
import { lossLine } from "./loss-line.js";
import type { TableRequest } from "./request.js";
import type { Asked, Where } from "./where.js";

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

export function jsonPrinter(
  session: Session<unknown>,
  where: Where | undefined,
  losesEvents: (loss: LossCount) => boolean,
  { orders, rows }: TableRequest,
): Printer {
  /* For whatever reads a pipe, the shorter form is as good. */
  const terminal = isTerminal();
  const safe = terminal ? escapeJson : (json: string) => json;
  return {
    header: [],
    headerWithFirst: false,
    async *events(most) {
      let left = most;
      for await (const chunk of session.json(matching(where))) {
        const { events, bytes } = firstLines(chunk, left);
        left -= events;
        yield { events, text: terminal ? escapeJson(bytes.toString()) : bytes };
        if (left === 0) break;
      }
    },
    losses: (losses) => losses.filter(losesEvents).map((loss) => lossLine(loss)),
    snapshots: (snapshots) =>
      snapshots
        .flatMap((snapshot) => ordered(filtered(snapshot, where), orders).rows.slice(0, rows))
        .map((row) => `${safe(rowJson(row))}\n`)
        .join(""),
    histograms: (histograms) => histogramJson(histograms).map(safe),
  };
}

export function tablePrinter(
  session: Session<unknown>,
  where: Where | undefined,
  probes: readonly AnyProbe[],
  color: boolean,
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
    snapshots: snapshotPrinter(where, probes, color, {
      ...request,
      redraw: request.redraw && events.length === 0,
    }),
    histograms: histogramLines,
  };
}

/** What a chunk has of the lines that may still be printed. */
function firstLines({ events, bytes }: JsonChunk, most: number): JsonChunk {
  if (events <= most) return { events, bytes };
  let end = 0;
  for (let line = 0; line < most; line++) end = bytes.indexOf("\n", end) + 1;
  return { events: most, bytes: bytes.subarray(0, end) };
}

/** Rows of a snapshot when nothing was said of them. */
const usualRows = 20;

function snapshotPrinter(
  where: Where | undefined,
  probes: readonly AnyProbe[],
  color: boolean,
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
      return [...snapshotLines(ordered(filtered(snapshot, where), orders), columns, settings), ""];
    });
    return height === undefined
      ? lines.map((line) => `${line}\n`).join("")
      : frame(lines.slice(0, -1).slice(0, height));
  };
}

function matching(where: Where | undefined) {
  return where && ((event: unknown) => where.matches(event as Asked));
}

function filtered(snapshot: TableSnapshot, where: Where | undefined): TableSnapshot {
  return where ? { ...snapshot, rows: snapshot.rows.filter(where.matches) } : snapshot;
}

function ordered(snapshot: TableSnapshot, orders: TableOrders): TableSnapshot<RowBase> {
  const order = orders.get(`${snapshot.probe} ${snapshot.table}`);
  return order ? { ...snapshot, rows: inOrder(snapshot.rows, order) } : snapshot;
}
