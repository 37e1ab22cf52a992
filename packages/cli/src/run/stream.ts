import type { Session } from "@probekit/core";
import type { Writer } from "../output/writer.js";
import type { Printer } from "./printer.js";

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

function text(lines: readonly string[]): string {
  return lines.length > 0 ? `${lines.join("\n")}\n` : "";
}
