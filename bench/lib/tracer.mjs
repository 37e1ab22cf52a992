// A tracer that runs beside a load: started, waited for, measured, stopped.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { countLines } from "./lines.mjs";
import { runCanary } from "./loads.mjs";
import { cpuNs, programsOf, residentBytes } from "./process.mjs";

const readyLimitMs = 60_000;
const stopLimitMs = 60_000;
const idleLimitMs = 3000;
const canary = "canary";
/** Enough for the block that a tool's stdio keeps back when it writes to a file. */
const canarySteps = 60;

export class Tracer {
  #child;
  #ended;
  #kill = () => this.#child.kill("SIGKILL");
  files;

  /** @param stdout a file's path, `/dev/null` too */
  constructor(command, scratch, stdout = join(scratch, "tracer.out")) {
    this.files = { stdout, stderr: join(scratch, "tracer.err") };
    const descriptors = Object.values(this.files).map((file) => openSync(file, "w"));
    this.#child = spawn(command[0], command.slice(1), {
      stdio: ["ignore", ...descriptors],
      env: { ...process.env, NO_COLOR: "1" },
    });
    for (const descriptor of descriptors) closeSync(descriptor);
    this.#child.on("error", () => {});
    this.#ended = once(this.#child, "exit").catch((error) => error);
    process.once("exit", this.#kill);
  }

  /**
   * Takes the canary's steps until the tracer has told of them: whatever else it says, it then traces.
   *
   * @throws {Error} with the tracer's own words, when it ends before or does not come up
   */
  async seesCanary(load, scratch) {
    const until = performance.now() + readyLimitMs;
    while (performance.now() < until) {
      this.requireRunning();
      await runCanary(load, canarySteps, join(scratch, `${canary}-${load}-`));
      await sleep(20);
      if ((await countLines(this.files.stdout, canary)) > 0) return;
    }
    const { size } = statSync(this.files.stdout);
    throw new Error(`saw nothing in ${readyLimitMs / 1000} s, and has written ${size} bytes`);
  }

  /** Waits for a line of its own, where the output is not kept. */
  async says(pattern) {
    const until = performance.now() + readyLimitMs;
    while (!pattern.test(readFileSync(this.files.stderr, "utf8"))) {
      this.requireRunning();
      if (performance.now() > until) throw new Error(`did not say ${pattern}`);
      await sleep(20);
    }
  }

  requireRunning() {
    if (this.#child.pid === undefined) throw new Error(`cannot be started: ${this.#child.spawnfile}`);
    if (this.#child.exitCode !== null) throw new Error(this.#reason());
  }

  cpuNs() {
    return cpuNs(this.#child.pid);
  }

  residentBytes() {
    return residentBytes(this.#child.pid);
  }

  programs() {
    return programsOf(this.#child.pid);
  }

  /**
   * Waits until it has worked off what it was given: 200 ms with hardly any processor time used.
   *
   * @param limitMs for a tracer to which other processes give work all the time
   */
  async idle(limitMs = idleLimitMs) {
    const until = performance.now() + limitMs;
    let [before, calm] = [this.cpuNs(), 0];
    while (calm < 2 && performance.now() < until) {
      await sleep(100);
      const now = this.cpuNs();
      calm = now - before < 3e6 ? calm + 1 : 0;
      before = now;
    }
  }

  /** Ends it as a user would. @returns what it says that it has lost */
  async stop() {
    if (this.#child.exitCode === null && this.#child.pid !== undefined) {
      this.#child.kill("SIGINT");
      const kill = setTimeout(this.#kill, stopLimitMs);
      await this.#ended;
      clearTimeout(kill);
    }
    process.off("exit", this.#kill);
    return lostByOwnWords(readFileSync(this.files.stderr, "utf8"));
  }

  /**
   * The first complaint says more than the last, which is that it has failed. That a limit could not be
   * raised matters only before Linux 5.11, and bpftrace says so of itself in any case.
   */
  #reason() {
    const lines = readFileSync(this.files.stderr, "utf8").trim().split("\n");
    const complaint = lines.find((line) => /fail|error|denied|cannot/i.test(line) && !/MEMLOCK/.test(line));
    return complaint ?? (lines.at(-1) || "it said nothing");
  }
}

/** `probe: 5 events, 3 lost`; libbpf-tools say `Lost 3 events on CPU #0!`, bpftrace `Lost 3 events`. */
export function lostByOwnWords(text) {
  const ours = /^probe: .*, (\d+) lost$/m.exec(text);
  if (ours) return Number(ours[1]);
  return [...text.matchAll(/\blost (\d+) events/gi)].reduce((sum, [, lost]) => sum + Number(lost), 0);
}
