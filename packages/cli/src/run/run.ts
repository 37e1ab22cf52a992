import { setFlagsFromString } from "node:v8";
import type { AnyProbe, Session } from "@probekit/core";
import { loadProbe } from "../discovery/load-probe.js";
import { exitStatus } from "../exit.js";
import { escapeText } from "../output/escape.js";
import { say } from "../output/print.js";
import { wantsColor } from "../output/terminal.js";
import { Writer } from "../output/writer.js";
import { type Command, findCommand, type RunningCommand, startCommand } from "./command.js";
import { followTrees } from "./descendants.js";
import { dieBy, inForeground, onEndSignals } from "./end-signals.js";
import {
  failureLines,
  logText,
  planLine,
  readyLine,
  summaryLines,
  type Written,
  withoutLines,
} from "./messages.js";
import type { Printer } from "./printer.js";
import type { RunRequest } from "./request.js";
import { requireRights } from "./rights.js";
import { streamEvents, streamTables } from "./stream.js";
import { compileWhere, type Where } from "./where.js";

/**
 * Traces as asked, until it is over.
 *
 * @returns the status to end with: the command's, if there is one
 * @throws {CliError | ProbeError} when tracing cannot begin or breaks off
 */
export async function run(request: RunRequest): Promise<number> {
  keepYoungGenerationSmall();
  requireRights();
  const command = request.command && findCommand(request.command);
  const probes = await Promise.all(request.probes.map(loadProbe));
  const manifests = request.probes.map(({ manifest }) => manifest);
  const where = request.where === undefined ? undefined : await compileWhere(request.where, manifests);
  const { lossCauses } = await import("@probekit/core");
  const session = await open(request, probes);
  try {
    const printer = await printerOf(request, session, where, probes);
    session.on("log", (line) => say(`${logText(line)}\n`));
    for (const probe of session.probes) say(`${planLine(probe)}\n`);
    for (const line of withoutLines(where, session.probes)) say(`${line}\n`);

    return await trace(session, printer, command, request, (written) => {
      for (const line of summaryLines(written, session.stats(), lossCauses)) say(`${line}\n`);
      for (const line of failureLines(where)) say(`${line}\n`);
    });
  } finally {
    await session.close();
  }
}

/**
 * Nobody watches a file or a pipe event by event, and each delivery wakes this process and a thread that
 * writes. One event is delivered at once, and then no more than ten times in this time.
 */
const unwatchedDelayMs = 1000;

/** Events that are printed leave next to no garbage; a storm of them would have it grow by 7 MiB. */
function keepYoungGenerationSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

async function open(request: RunRequest, probes: readonly AnyProbe[]): Promise<Session<unknown>> {
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
    maxDelayMs: process.stdout.isTTY ? undefined : unwatchedDelayMs,
  });
}

/** Measuring the width of text takes longer to load than all that JSON needs. */
async function printerOf(
  { output, tables, color }: RunRequest,
  session: Session<unknown>,
  where: Where | undefined,
  probes: readonly AnyProbe[],
): Promise<Printer> {
  if (output === "json") {
    const [{ jsonPrinter }, { lossCauses }] = await Promise.all([
      import("./json-printer.js"),
      import("@probekit/core"),
    ]);
    return jsonPrinter(session, where, ({ cause }) => lossCauses[cause].lost, tables);
  }
  const { tablePrinter } = await import("./table-printer.js");
  return tablePrinter(session, where, probes, wantsColor(color), tables);
}

async function trace(
  session: Session<unknown>,
  printer: Printer,
  command: Command | undefined,
  request: RunRequest,
  summarize: (written: Written) => void,
): Promise<number> {
  /* Not the command itself: its exec would be over before its process id is known. */
  if (command) session.followChildren(process.pid);
  followTrees(request.follow, (pid) => session.follow(pid));
  let running: RunningCommand | undefined;
  const releaseSignals = onEndSignals({
    /* Ctrl-C has reached the command by itself, and what it means is for the command to say. */
    counts: (signal) => !(command && signal === "SIGINT" && inForeground()),
    first: (signal) => (running?.running() ? running.kill(signal) : session.stop()),
    again: (signal) => (running?.running() ? running.kill("SIGKILL") : dieBy(signal)),
  });
  say(`${readyLine(session.probes, command && escapeText(command.name))}\n`);
  running = command && startCommand(command);
  void running?.ended.then(() => session.stop());
  const { durationMs } = request;
  const timer = durationMs === undefined ? undefined : setTimeout(() => session.stop(), durationMs);
  try {
    const written = await stream(session, printer, request);
    if (written) summarize(written);
  } finally {
    clearTimeout(timer);
    session.stop();
    /* Tracing is over; the command is not ours to end. */
    await running?.ended;
    releaseSignals();
  }
  return running ? await running.ended : exitStatus.ok;
}

const usualIntervalMs = 1000;

function wantedTables(session: Session<unknown>, probes: RunRequest["probes"]) {
  return session.probes.flatMap(({ name, tables }) => {
    const manifest = probes.find((probe) => probe.manifest.name === name)?.manifest;
    return tables.flatMap((table) => manifest?.tables[table] ?? []);
  });
}

/** Writes all that comes. @returns `undefined` when whoever read it has gone away */
async function stream(
  session: Session<unknown>,
  printer: Printer,
  { count, tables, probes }: RunRequest,
): Promise<Written | undefined> {
  const writer = new Writer(1);
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
