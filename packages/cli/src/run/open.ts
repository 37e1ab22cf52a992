import type { AnyProbe, Session } from "@probekit/core";
import { isTerminal, wantsColor } from "../output/terminal.js";
import { jsonPrinter } from "./json-printer.js";
import type { Printer } from "./printer.js";
import type { RunRequest } from "./request.js";
import type { Where } from "./where.js";

/**
 * Nobody watches a file or a pipe event by event, and each delivery wakes this process and a thread that
 * writes. One event is delivered at once, and then no more than ten times in this time.
 */
const unwatchedDelayMs = 1000;

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
    maxDelayMs: isTerminal() ? undefined : unwatchedDelayMs,
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
