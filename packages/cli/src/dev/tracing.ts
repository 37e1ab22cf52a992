import path from "node:path";
import type { Kernel } from "@probekit/core";
import { type AuthorPackage, type BuildProblem, type BuiltProbe, isRefusal } from "@probekit/core/build";
import { probeNameOf } from "../discovery/found-probe.js";
import { CliError } from "../exit.js";
import { say } from "../output/print.js";
import { Writer } from "../output/writer.js";
import { findCommand } from "../run/command.js";
import { planLine } from "../run/messages.js";
import { DevCommand } from "./command.js";
import type { DevRequest } from "./dev.js";
import { attachProblems, elapsed, namesOf } from "./tell.js";
import { Version } from "./version.js";
import type { Change, SourceWatch } from "./watch.js";

/** The version that traces, and how another one takes its place. */
export class Tracing {
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
    const before = this.#version;
    this.#version = version;
    await before?.end({ untilMs: version.sinceMs, isLast: false });
    this.#stream(version);
  }

  /** @throws {CliError} for a command line that was wrong from the beginning */
  async #attach({ probe, manifest }: BuiltProbe): Promise<Version | undefined> {
    const folder = this.#folder;
    const manifestFile = path.join(folder, "probe.json");
    try {
      const request = this.#request.requestFor({ manifest, source: "path", folder, manifestFile });
      /* Of a command that is not there is told before anything is attached. */
      if (request.command) findCommand(request.command);
      const version = await Version.attach(request, probe, this.#kernel, this.command.pids());
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

  /** Idempotent. */
  async close(): Promise<void> {
    await this.#version?.session.close();
  }

  /** @throws what has ended a version before its time */
  async end(): Promise<void> {
    await this.#version?.end({ isLast: true });
    await this.command.ended();
    if (this.#failure) throw this.#failure;
  }
}
