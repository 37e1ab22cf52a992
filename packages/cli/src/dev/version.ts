import type { AnyProbe, Kernel, Session } from "@probekit/core";
import { lossCauses } from "@probekit/core";
import { say } from "../output/print.js";
import type { Writer } from "../output/writer.js";
import { followTrees } from "../run/descendants.js";
import { failureLines, logText, summaryLines, type Written, withoutLines } from "../run/messages.js";
import { openRequested, printerFor } from "../run/open.js";
import type { Printer } from "../run/printer.js";
import type { RunRequest } from "../run/request.js";
import { streamAll } from "../run/stream.js";
import { compileWhere, type Where } from "../run/where.js";
import { Window } from "./window.js";

/** A version of the author's probe that is attached. */
export class Version {
  readonly session: Session<unknown>;
  /** From when on its events are printed. */
  readonly sinceMs: number;
  readonly #request: RunRequest;
  readonly #window: Window;
  readonly #where: Where;
  readonly #printer: Printer;
  #streaming: Promise<Written | undefined> | undefined;

  private constructor(
    session: Session<unknown>,
    request: RunRequest,
    window: Window,
    where: Where,
    printer: Printer,
  ) {
    this.session = session;
    this.sinceMs = window.sinceMs;
    this.#request = request;
    this.#window = window;
    this.#where = where;
    this.#printer = printer;
  }

  /**
   * Attaches it. Its events are kept until they are asked for.
   *
   * @throws {CliError | ProbeError}
   */
  static async attach(
    request: RunRequest,
    probe: AnyProbe,
    kernel: Kernel,
    follow: readonly number[],
  ): Promise<Version> {
    const manifests = request.probes.map(({ manifest }) => manifest);
    const asked = request.where === undefined ? undefined : await compileWhere(request.where, manifests);
    const session = await openRequested(request, [probe]);
    try {
      const window = new Window(Number(kernel.clocks().realNs / 1000n) / 1000);
      const where = window.condition(session, asked);
      const printer = await printerFor(session, request, [probe], where);
      if (request.command) session.followChildren(process.pid);
      followTrees([...request.follow.filter(isRunning), ...follow], (pid) => session.follow(pid));
      session.on("log", (line) => say(`${logText(line)}\n`));
      for (const line of withoutLines(where, session.probes)) say(`${line}\n`);
      return new Version(session, request, window, where, printer);
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Writes what has come and what comes. Resolves when that is over, with whether anyone still reads. */
  async stream(writer: Writer): Promise<boolean> {
    this.#streaming = streamAll(this.session, this.#printer, writer, this.#request);
    return (await this.#streaming) !== undefined;
  }

  /**
   * Detaches it and writes what it has seen until then.
   *
   * @param untilMs from when on another one sees it
   * @param isLast whether it is to account for all; else only for what is missing
   */
  async end({ untilMs, isLast }: { readonly untilMs?: number; readonly isLast: boolean }): Promise<void> {
    this.#window.untilMs = untilMs ?? Number.POSITIVE_INFINITY;
    try {
      this.session.stop();
      const written = await this.#streaming?.catch(() => undefined);
      const stats = this.session.stats();
      const isMissing = stats.lost.length + stats.damaged.length > 0;
      if (written && (isLast || isMissing))
        for (const line of summaryLines(written, stats, lossCauses)) say(`${line}\n`);
      for (const line of failureLines(this.#where)) say(`${line}\n`);
    } finally {
      await this.session.close();
    }
  }
}

/** What was to be followed may have ended since. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
