import path from "node:path";
import { type BuildProblem, readAuthorPackage } from "@probekit/core/build";
import { tellProblem } from "../build/tell-problem.js";
import type { FoundProbe } from "../discovery/found-probe.js";
import { requireTrustedSources } from "../discovery/trust.js";
import { exitStatus } from "../exit.js";
import { dieBy, inForeground, onEndSignals } from "../run/end-signals.js";
import type { RunRequest } from "../run/request.js";
import { requireRights } from "../run/rights.js";
import { Tracing } from "./tracing.js";
import { type Change, SourceWatch } from "./watch.js";
import { Workshop } from "./workshop.js";

export interface DevRequest {
  /** The package's. */
  readonly folder: string;
  readonly verbose: boolean;
  /**
   * The command line, by the probe's options as they are now.
   *
   * @throws {CliError}
   */
  readonly requestFor: (probe: FoundProbe) => RunRequest;
}

/**
 * Builds a probe package and traces with it, and does so again whenever its sources are saved, until
 * a signal ends it or nobody reads its events any more.
 *
 * @returns the status to end with
 * @throws {CliError | ProbeError} for what no change to the sources mends
 */
export async function dev(request: DevRequest): Promise<number> {
  requireRights();
  const folder = path.resolve(request.folder);
  const authored = readAuthorPackage(folder);
  requireTrustedSources(authored);
  const kernel = await import("@probekit/native");
  const watch = new SourceWatch(folder);
  const tell = (problem: BuildProblem) => tellProblem(problem, request.verbose);
  const workshop = new Workshop(authored, kernel, watch, tell);
  const tracing = new Tracing(authored, kernel, request, watch, tell);
  const release = onEndSignals({
    first: (signal) => {
      /* Ctrl-C has reached the command by itself. */
      if (signal !== "SIGINT" || !inForeground()) tracing.command.kill(signal);
      watch.close();
    },
    again: (signal) => {
      tracing.command.kill("SIGKILL");
      workshop.abandon();
      dieBy(signal);
    },
  });
  try {
    const begunMs = performance.now();
    let change: Change | undefined;
    do {
      const built = await workshop.build(change);
      if (watch.closed) break;
      await tracing.replace(built, change, begunMs);
      void workshop.check();
      change = await watch.next();
    } while (change);
    await tracing.end();
  } finally {
    watch.close();
    await tracing.close();
    await workshop.close();
    release();
  }
  return exitStatus.ok;
}
