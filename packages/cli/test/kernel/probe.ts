import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const bin = fileURLToPath(new URL("../../bin/probe.mjs", import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command line in a process of its own, which ends with the test at the latest. */
export class Probe {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
  readonly #output = { stdout: "", stderr: "" };

  /** @param launcher a command that starts it, with its own words */
  constructor(words: readonly string[], options: SpawnOptions = {}, launcher: readonly string[] = []) {
    const [command = "", ...rest] = [...launcher, process.execPath, bin, ...words];
    const child = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe"], ...options });
    this.child = child;
    child.stdout?.setEncoding("utf8").on("data", (chunk) => (this.#output.stdout += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk) => (this.#output.stderr += chunk));
    this.outcome = new Promise((resolve) => {
      child.once("close", (status, signal) => resolve({ status, signal, ...this.#output }));
    });
    onTestFinished(() => void child.kill("SIGKILL"));
  }

  /** Resolves when everything is attached. */
  ready(): Promise<void> {
    return this.printed("stderr", /^probe: ready/m);
  }

  /** Resolves when there is a match in what was printed, now or later. */
  async printed(stream: "stdout" | "stderr", pattern: RegExp): Promise<void> {
    while (!pattern.test(this.#output[stream])) {
      const ended = await Promise.race([this.outcome, this.#next(stream)]);
      if (ended) throw new Error(`ended without ${pattern}: ${JSON.stringify(ended)}`);
    }
  }

  #next(stream: "stdout" | "stderr"): Promise<undefined> {
    return new Promise((resolve) => this.child[stream]?.once("data", () => resolve(undefined)));
  }
}

/** Runs the command line to its end. */
export function probe(...words: string[]): Promise<Outcome> {
  return new Probe(words).outcome;
}

/** As an ordinary user without any rights. */
export function unprivileged(...words: string[]): Promise<Outcome> {
  return new Probe(words, { uid: 65534, gid: 65534 }).outcome;
}

/** The objects in lines of JSON. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
