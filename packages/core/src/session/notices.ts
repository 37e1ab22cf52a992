import type { EventEmitter } from "node:events";
import { attemptAll } from "../errors/attempt-all.js";
import type { LogLine } from "./log.js";
import type { LossCount } from "./loss.js";
import type { SessionResources } from "./resources.js";

export interface SessionEvents {
  /** What has been lost or damaged since the last such event; about once a second, and at the end. */
  loss: [readonly LossCount[]];
  /** A line from a BPF program. */
  log: [LogLine];
}

/** How often losses are looked for while nothing else happens, in milliseconds. */
export const lossIntervalMs = 1000;

/**
 * What a session tells its listeners beside events. What they throw is kept for whoever reads
 * next: it must not take the events with it that are just being delivered.
 */
export class Notices {
  readonly #resources: SessionResources;
  readonly #emitter: EventEmitter<SessionEvents>;
  #logs: LogLine[] = [];
  #thrown: unknown[] = [];
  #nextLossCheckMs = 0;

  constructor(resources: SessionResources, emitter: EventEmitter<SessionEvents>) {
    this.#resources = resources;
    this.#emitter = emitter;
  }

  /** Keeps the log line at `base` until {@link tellLogs}. */
  readonly keepLog = (base: number, length: number): void => {
    const line = this.#resources.logLine(base, length);
    if (line) this.#logs.push(line);
  };

  tellLogs(): void {
    if (this.#logs.length === 0) return;
    const lines = this.#logs;
    this.#logs = [];
    this.#tell(lines.map((line) => () => this.#emitter.emit("log", line)));
  }

  /** Once in a while, looks whether something was lost, and whether the clock was set. */
  check(): void {
    const now = performance.now();
    if (now < this.#nextLossCheckMs || this.#resources.closed) return;
    this.#nextLossCheckMs = now + lossIntervalMs;
    this.#resources.measureClock();
    this.tellLosses();
  }

  tellLosses(): void {
    const losses = this.#resources.newLosses();
    if (losses.length > 0) this.#tell([() => this.#emitter.emit("loss", losses)]);
  }

  #tell(emits: readonly (() => void)[]): void {
    this.#thrown.push(...attemptAll(emits));
  }

  /** Throws what a listener has thrown, once. */
  rethrow(): void {
    if (this.#thrown.length > 0) throw this.#thrown.shift();
  }

  /** All that listeners have thrown and nobody has been told of. */
  takeThrown(): unknown[] {
    return this.#thrown.splice(0);
  }
}
