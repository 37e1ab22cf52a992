import type { AnyProbe, Session } from "@probekit/core";
import { isFile, isTerminal, wantsColor } from "../output/terminal.js";
import { jsonPrinter } from "./json-printer.js";
import type { Printer } from "./printer.js";
import type { RunRequest } from "./request.js";
import type { Where } from "./where.js";

/**
 * How long events may wait, in milliseconds. Nobody watches a pipe event by event, a file even less, and each
 * delivery costs as much as a hundred events. One event is delivered at once, and then no more than ten times
 * in this time.
 */
const pipeDelayMs = 1000;
const fileDelayMs = 2500;

function longestDelayMs(): number | undefined {
  if (isTerminal()) return undefined;
  return isFile() ? fileDelayMs : pipeDelayMs;
}

/** Opens the session that a request asks for. @throws {ProbeError} */
export async function openRequested(
  request: RunRequest,
  probes: readonly AnyProbe[],
): Promise<Session<unknown>> {
  const [{ openSession }, kernel] = await Promise.all([import("@probekit/core"), import("@probekit/native")]);
  const { filter, namespaces, names, output, visibility, bufferSizeBytes } = request;
  const follow = request.command !== undefined || request.follow.length > 0;
  return openSession({
    kernel,
    probes: probes.map((probe) => ({
      probe,
      options: request.options.get(probe.name),
      plan: request.plans.get(probe.name),
      events: request.events.get(probe.name),
    })),
    filter,
    follow,
    namespaces,
    names: names || output === "table",
    visibility,
    bufferSizeBytes,
    maxDelayMs: longestDelayMs(),
  });
}

/** What prints a session's events as the request asks for it. */
export async function printerFor(
  session: Session<unknown>,
  { output, color, tables }: RunRequest,
  probes: readonly AnyProbe[],
  where: Where | undefined,
): Promise<Printer> {
  const core = await import("@probekit/core");
  if (output === "json") return jsonPrinter(session, where, core, tables);
  /* Measuring the width of text takes longer to load than all that JSON needs. */
  const { tablePrinter } = await import("./table-printer.js");
  return tablePrinter(session, where, probes, wantsColor(color), core, tables);
}
