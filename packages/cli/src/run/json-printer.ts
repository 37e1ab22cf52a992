import type { JsonChunk, Session } from "@probekit/core";
import { escapeJson } from "../output/escape.js";
import { histogramJson } from "../output/histogram.js";
import { isTerminal } from "../output/terminal.js";
import { filtered, matching, ordered } from "./asked-rows.js";
import type { Core } from "./core.js";
import { lossLine } from "./loss-line.js";
import type { Printer } from "./printer.js";
import type { TableRequest } from "./request.js";
import type { Where } from "./where.js";

/** Prints a line of JSON for each event and row. */
export function jsonPrinter(
  session: Session<unknown>,
  where: Where | undefined,
  core: Core,
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
    losses: (losses) =>
      losses.filter(({ cause }) => core.lossCauses[cause].lost).map((loss) => lossLine(loss)),
    snapshots: (snapshots) =>
      snapshots
        .flatMap((snapshot) => ordered(filtered(snapshot, where), orders, core).rows.slice(0, rows))
        .map((row) => `${safe(core.rowJson(row))}\n`)
        .join(""),
    histograms: (histograms) => histogramJson(histograms).map(safe),
  };
}

/** What a chunk has of the lines that may still be printed. */
function firstLines({ events, bytes }: JsonChunk, most: number): JsonChunk {
  if (events <= most) return { events, bytes };
  let end = 0;
  for (let line = 0; line < most; line++) end = bytes.indexOf("\n", end) + 1;
  return { events: most, bytes: bytes.subarray(0, end) };
}
