import path from "node:path";
import type { AnyProbe, Kernel } from "@probekit/core";
import {
  type AuthorPackage,
  type BuildProblem,
  type BuiltProbe,
  isRefusal,
  readAuthorPackage,
} from "@probekit/core/build";
import { tellProblem } from "../build/tell-problem.js";
import { type FoundProbe, probeNameOf } from "../discovery/found-probe.js";
import { requireTrustedSources } from "../discovery/trust.js";
import { CliError, exitStatus } from "../exit.js";
import { say } from "../output/print.js";
import { Writer } from "../output/writer.js";
import { dieBy, inForeground, onEndSignals } from "../run/end-signals.js";
import { planLine } from "../run/messages.js";
import type { RunRequest } from "../run/request.js";
import { requireRights } from "../run/rights.js";
import { DevCommand } from "./command.js";
import { attachProblems, elapsed, namesOf } from "./tell.js";
import { Version } from "./version.js";
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
  requireTrustedSources(authored.name, folder);
  const kernel = await import("@probekit/native");
  const watch = new SourceWatch(folder);
  const tell = (problem: BuildProblem) => tellProblem(problem, request.verbose);
  const workshop = new Workshop(authored, kernel, watch, tell);
  const tracing = new Tracing(authored, kernel, request, watch, tell);
  const release = onEndSignals({
    counts: () => true,
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
    await workshop.close();
    release();
  }
  return exitStatus.ok;
}

/** The version that traces, and how another one takes its place. */
class Tracing {
  readonly command = new DevCommand();
  readonly #folder: string;
  readonly #kernel: Kernel;
  readonly #request: DevRequest;
  readonly #watch: SourceWatch;
  readonly #tell: (problem: BuildProblem) => void;
  readonly #writer = new Writer(1);
  #version: Version | undefined;
  #name: string;
  #plan = "";
  #failure: unknown;

  constructor(
    { folder, name }: AuthorPackage,
    kernel: Kernel,
    request: DevRequest,
    watch: SourceWatch,
    tell: (problem: BuildProblem) => void,
  ) {
    this.#folder = folder;
    this.#name = probeNameOf(name);
    this.#kernel = kernel;
    this.#request = request;
    this.#watch = watch;
    this.#tell = tell;
  }

  /** @param change `undefined` for the first build */
  async replace(built: BuiltProbe | undefined, change: Change | undefined, begunMs: number): Promise<void> {
    const version = built && (await this.#attach(built));
    this.#name = built?.manifest.name ?? this.#name;
    const name = this.#name;
    const verb = change ? "rebuilt" : "built";
    const took = elapsed(performance.now() - (change?.sinceMs ?? begunMs));
    const files = change ? ` (${namesOf(change.files)})` : "";
    if (!version) {
      const goesOn = this.#version ? "the version before goes on tracing" : "waiting for a save";
      say(`probe dev: ${name} not ${verb}${files}: ${goesOn}\n`);
      return;
    }
    say(`probe dev: ${name} ${verb} and attached in ${took}${files}\n`);
    await this.#version?.end({ untilMs: version.sinceMs, isLast: false });
    this.#version = version;
    this.#stream(version);
  }

  /** @throws {CliError} for a command line that was wrong from the beginning */
  async #attach({ probe, manifest }: BuiltProbe): Promise<Version | undefined> {
    const folder = this.#folder;
    const manifestFile = path.join(folder, "probe.json");
    try {
      const request = this.#request.requestFor({ manifest, source: "path", folder, manifestFile });
      const version = await Version.attach(request, probe as AnyProbe, this.#kernel, this.command.pids());
      this.#sayPlan(version);
      this.command.start(request.command);
      return version;
    } catch (error) {
      if (error instanceof CliError && this.#version === undefined) throw error;
      for (const problem of attachProblems(error, folder)) this.#tell(problem);
      return undefined;
    }
  }

  /** When it is another one than before, and what is wrong with better ones. */
  #sayPlan({ session }: Version): void {
    for (const attached of session.probes) {
      const line = planLine(attached);
      if (line !== this.#plan) say(`${line}\n`);
      this.#plan = line;
      for (const { reason } of attached.refused)
        if (!isRefusal(reason))
          for (const problem of attachProblems(reason, this.#folder)) this.#tell(problem);
    }
  }

  #stream(version: Version): void {
    version.stream(this.#writer).then(
      (isRead) => {
        if (!isRead) this.#watch.close();
      },
      (error) => {
        this.#failure = error;
        this.#watch.close();
      },
    );
  }

  /** @throws what has ended a version before its time */
  async end(): Promise<void> {
    await this.#version?.end({ isLast: true });
    await this.command.ended();
    if (this.#failure) throw this.#failure;
  }
}
