import { EventEmitter } from "node:events";
import type { RecordDecoder } from "../decode/compile.js";
import { ProbeError } from "../errors/probe-error.js";
import type { ProgramStats, RingStats } from "../kernel/kernel.js";
import type { RefusedPlan } from "./choose-plan.js";
import type { LogLine } from "./log.js";
import { type LossCount, losesEvents } from "./loss.js";
import type { SessionResources } from "./resources.js";

/** A probe of a session, as it was attached. */
export interface AttachedProbe {
  readonly name: string;
  readonly plan: string;
  /** What this plan does not see. */
  readonly limits: readonly string[];
  /** Better plans that this kernel refused, and why. */
  readonly refused: readonly RefusedPlan[];
  /** Optional programs whose target this kernel does not have. */
  readonly absent: readonly string[];
}

export interface SessionStats {
  /** Events delivered. */
  readonly events: number;
  /** Events that were lost, by cause; causes without any are left out. */
  readonly lost: readonly LossCount[];
  /** Events delivered with something missing, by cause. */
  readonly damaged: readonly LossCount[];
  readonly ring: RingStats;
  readonly programs: readonly (ProgramStats & { readonly probe: string })[];
}

interface SessionEvents {
  /** What has been lost or damaged since the last such event; about once a second, and at the end. */
  loss: [readonly LossCount[]];
  /** A line from a BPF program. */
  log: [LogLine];
}

/** How often losses are looked for while nothing else happens, in milliseconds. */
const lossIntervalMs = 1000;

/**
 * Attached probes and the stream of their events.
 *
 * Read it in one of three ways, in one place: event by event (`for await (const event of
 * session)`), by batches, or as lines of JSON, which costs the least. It must be closed;
 * `await using` does.
 *
 * @typeParam Event the union of the events of its probes
 */
export class Session<Event>
  extends EventEmitter<SessionEvents>
  implements AsyncIterable<Event>, AsyncDisposable
{
  readonly probes: readonly AttachedProbe[];
  readonly #resources: SessionResources;
  #events = 0;
  #nextLossCheckMs = 0;

  /** Use {@link openSession}. */
  constructor(resources: SessionResources) {
    super();
    this.#resources = resources;
    this.probes = resources.probes.map(({ probe, plan, refused, absent }) => ({
      name: probe.name,
      plan: plan.name,
      limits: plan.limits,
      refused,
      absent,
    }));
  }

  /**
   * Adds a process to the followed tree; its future descendants are in it as well.
   *
   * @throws {ProbeError} `ERR_OPTION` for a session without `follow`, `ERR_CLOSED`
   */
  follow(pid: number): void {
    this.#requireOpen();
    this.#resources.follow(pid);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for await (const batch of this.batches()) yield* batch;
  }

  /** Events in the order of the ring, many at a time. */
  batches(): AsyncGenerator<Event[], void, undefined> {
    return this.#batches((decoder, base, length) => decoder.toEvent(base, length) as Event);
  }

  /** Events as lines of JSON, many at a time, without line breaks. */
  jsonLines(): AsyncGenerator<string[], void, undefined> {
    return this.#batches((decoder, base, length) => decoder.toJson(base, length));
  }

  async *#batches<T>(
    read: (decoder: RecordDecoder, base: number, length: number) => T,
  ): AsyncGenerator<T[], void, undefined> {
    const { reader, dispatcher } = this.#resources;
    dispatcher.onLog = (base, length) => this.#log(base, length);
    for (;;) {
      const bytes = await reader.fill(lossIntervalMs);
      if (bytes === undefined) break;
      const batch: T[] = [];
      dispatcher.forEach(bytes, read, batch);
      this.#events += batch.length;
      if (batch.length > 0) yield batch;
      this.#checkLosses();
    }
    if (!this.#resources.closed) this.#reportLosses();
  }

  #log(base: number, length: number): void {
    const line = this.#resources.logLine(base, length);
    if (line) this.emit("log", line);
  }

  #checkLosses(): void {
    const now = performance.now();
    if (now < this.#nextLossCheckMs || this.#resources.closed) return;
    this.#nextLossCheckMs = now + lossIntervalMs;
    this.#resources.measureClock();
    this.#reportLosses();
  }

  #reportLosses(): void {
    const losses = this.#resources.newLosses();
    if (losses.length > 0) this.emit("loss", losses);
  }

  /** @throws {ProbeError} `ERR_CLOSED` */
  stats(): SessionStats {
    this.#requireOpen();
    const losses = this.#resources.losses().filter(({ count }) => count > 0);
    return {
      events: this.#events,
      lost: losses.filter(({ cause }) => losesEvents(cause)),
      damaged: losses.filter(({ cause }) => !losesEvents(cause)),
      ring: this.#resources.reader.stats,
      programs: this.#resources.programStats(),
    };
  }

  /** Detaches the probes. Iteration goes on with what they had written, and then ends. Idempotent. */
  stop(): void {
    this.#resources.stop();
  }

  /**
   * Ends iteration at once and gives everything back to the kernel. Idempotent.
   *
   * @throws {AggregateError} when parts could not be closed; the others are
   */
  async close(): Promise<void> {
    this.#resources.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #requireOpen(): void {
    if (this.#resources.closed) {
      throw new ProbeError("ERR_CLOSED", {
        operation: "use",
        object: "session",
        message: "it has been closed",
      });
    }
  }
}
