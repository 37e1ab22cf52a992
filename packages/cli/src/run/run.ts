import type { Session } from "@probekit/core";
import { loadProbe } from "../discovery/load-probe.js";
import { exitStatus } from "../exit.js";
import { escapeText } from "../output/escape.js";
import { say } from "../output/print.js";
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
import { openRequested, printerFor } from "./open.js";
import type { Printer } from "./printer.js";
import type { RunRequest } from "./request.js";
import { requireRights } from "./rights.js";
import { streamAll } from "./stream.js";
import { compileWhere } from "./where.js";

/**
 * Traces as asked, until it is over.
 *
 * @returns the status to end with: the command's, if there is one
 * @throws {CliError | ProbeError} when tracing cannot begin or breaks off
 */
export async function run(request: RunRequest): Promise<number> {
  requireRights();
  const command = request.command && findCommand(request.command);
  const probes = await Promise.all(request.probes.map(loadProbe));
  const manifests = request.probes.map(({ manifest }) => manifest);
  const where = request.where === undefined ? undefined : await compileWhere(request.where, manifests);
  const { lossCauses } = await import("@probekit/core");
  const session = await openRequested(request, probes);
  try {
    const printer = await printerFor(session, request, probes, where);
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

/** Events that are printed leave next to no garbage. */
function collectLittleGarbage(): void {
  /* Not before tracing has begun: it loads Node's streams. */
  const { setFlagsFromString } = process.getBuiltinModule("node:v8");
  /* A storm of events would have the young generation grow by 7 MiB. */
  setFlagsFromString("--semi-space-growth-factor=1");
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
  collectLittleGarbage();
  void running?.ended.then(() => session.stop());
  const { durationMs } = request;
  const timer = durationMs === undefined ? undefined : setTimeout(() => session.stop(), durationMs);
  try {
    const written = await streamAll(session, printer, new Writer(1), request);
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
