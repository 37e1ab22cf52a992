import type { Session } from "@probekit/core";
import type { Writer } from "../output/writer.js";
import type { Written } from "./messages.js";
import type { Printer } from "./printer.js";
import type { RunRequest } from "./request.js";

export interface StreamEnd {
  /** Events written. */
  readonly events: number;
  /** Whether whoever read them has gone away. */
  readonly readerGone: boolean;
}

/**
 * Writes events until the session ends, `most` are written, or the reader goes away.
 *
 * One write a batch; the next batch is taken when the write is done, so that a slow reader
 * fills the kernel's ring and not this process.
 */
export async function streamEvents(
  session: Session<unknown>,
  printer: Printer,
  writer: Writer,
  most = Number.POSITIVE_INFINITY,
): Promise<StreamEnd> {
  /* A failure to write it is the next write's as well, which is waited for. */
  const onLoss: Parameters<typeof session.on<"loss">>[1] = (losses) =>
    void writer.write(text(printer.losses(losses))).catch(() => {});
  session.on("loss", onLoss);
  let events = 0;
  let header = printer.header;
  try {
    if (!printer.headerWithFirst) {
      await writer.write(text(header));
      header = [];
    }
    for await (const printed of printer.events(most)) {
      if (header.length > 0) await writer.write(text(header));
      header = [];
      events += printed.events;
      await writer.write(printed.text);
      if (writer.closed) break;
    }
    /* Behind what the loss listener has written. */
    await writer.write(text(printer.histograms(session.histograms())));
  } finally {
    session.off("loss", onLoss);
  }
  return { events, readerGone: writer.closed };
}

/**
 * Writes what the tables have counted in each interval, until the session is stopped, `most`
 * snapshots are written, or the reader goes away; then it stops the session.
 *
 * @returns the snapshots written
 */
export async function streamTables(
  session: Session<unknown>,
  printer: Printer,
  writer: Writer,
  {
    intervalMs,
    most = Number.POSITIVE_INFINITY,
  }: { readonly intervalMs: number; readonly most?: number | undefined },
): Promise<number> {
  let taken = 0;
  for await (const snapshots of session.snapshots(intervalMs)) {
    await writer.write(printer.snapshots(snapshots));
    taken++;
    if (taken >= most || writer.closed) break;
  }
  session.stop();
  return taken;
}

const usualIntervalMs = 1000;

function wantedTables(session: Session<unknown>, probes: RunRequest["probes"]) {
  return session.probes.flatMap(({ name, tables }) => {
    const manifest = probes.find((probe) => probe.manifest.name === name)?.manifest;
    return tables.flatMap((table) => manifest?.tables[table] ?? []);
  });
}

/** Writes all that comes. @returns `undefined` when whoever read it has gone away */
export async function streamAll(
  session: Session<unknown>,
  printer: Printer,
  writer: Writer,
  { count, tables, probes }: RunRequest,
): Promise<Written | undefined> {
  const hasEvents = session.probes.some(({ events }) => events.length > 0);
  const wanted = wantedTables(session, probes);
  const hasTables = wanted.length > 0;
  const usualMs = wanted.every(({ atEnd }) => atEnd) ? Number.POSITIVE_INFINITY : usualIntervalMs;
  const intervalMs = tables.intervalMs ?? usualMs;
  /* Where there are tables alone, they are what is counted. */
  const most = hasEvents ? undefined : count;
  const [{ events, readerGone }, snapshots] = await Promise.all([
    streamEvents(session, printer, writer, hasEvents ? count : undefined).finally(() => session.stop()),
    hasTables ? streamTables(session, printer, writer, { intervalMs, most }) : undefined,
  ]);
  return readerGone ? undefined : { events: hasEvents ? events : undefined, snapshots };
}

function text(lines: readonly string[]): string {
  return lines.length > 0 ? `${lines.join("\n")}\n` : "";
}
