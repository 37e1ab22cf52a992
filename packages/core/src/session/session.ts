import { EventEmitter } from "node:events";
import type { Histogram } from "../contract/histogram.js";
import type { RowBase, TableSnapshot } from "../contract/table.js";
import { attemptAll } from "../errors/attempt-all.js";
import { ProbeError } from "../errors/probe-error.js";
import type { ProgramStats, RingStats } from "../kernel/kernel.js";
import type { RefusedPlan } from "./choose-plan.js";
import { type LossCount, losesEvents } from "./loss.js";
import { Notices, type SessionEvents } from "./notices.js";
import { inRange } from "./options.js";
import { only, toEvent, writeJson } from "./read-record.js";
import { type JsonChunk, Reading } from "./reading.js";
import type { SessionResources } from "./resources.js";
import { snapshotsOf } from "./snapshots.js";
import type { EventStream } from "./stream.js";
import type { VisibilityMap } from "./visibility.js";

/** A probe of a session, as it was attached. */
export interface AttachedProbe {
  readonly name: string;
  readonly plan: string;
  /** What this plan does not see. */
  readonly limits: readonly string[];
  /** The events and tables that the session wants, by name. */
  readonly events: readonly string[];
  readonly tables: readonly string[];
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

/**
 * Attached probes and the stream of their events.
 *
 * Read it in one of three ways: event by event (`for await (const event of session)`), by
 * batches, or as JSON, which costs the least. One reader after the other goes on
 * where the last has stopped; a second one at the same time is refused (`ERR_BUSY`). It must
 * be closed; `await using` does.
 *
 * What a listener of `loss` or `log` throws is thrown by the next read, or by {@link close};
 * no event is lost for it.
 *
 * Tables are read apart from that, with {@link snapshot} or {@link snapshots}.
 *
 * @typeParam Event the union of the events of its probes
 * @typeParam Row the union of the rows of its probes' tables
 */
export class Session<Event, Row = RowBase>
  extends EventEmitter<SessionEvents>
  implements AsyncIterable<Event>, AsyncDisposable
{
  readonly probes: readonly AttachedProbe[];
  readonly #resources: SessionResources;
  readonly #notices: Notices;
  readonly #stopped = new AbortController();
  readonly #reading: Reading;

  /** Use {@link openSession}. */
  constructor(resources: SessionResources) {
    super();
    this.#resources = resources;
    this.#notices = new Notices(resources, this);
    this.#reading = new Reading(resources, this.#notices);
    this.probes = resources.probes.map(({ probe, plan, wanted, refused, absent }) => ({
      name: probe.name,
      plan: plan.name,
      limits: plan.limits,
      events: Object.keys(probe.events).filter((name) => wanted.has(name)),
      tables: Object.keys(probe.tables ?? {}).filter((name) => wanted.has(name)),
      refused,
      absent,
    }));
  }

  /**
   * Adds a process to the followed tree; its future descendants are in it as well.
   *
   * @param pid 1 to 4194304, in the numbering of this process's pid namespace
   * @throws {ProbeError} `ERR_OPTION` for a session without `follow` or an impossible id,
   * `ERR_FOLLOW` when no more can be followed, `ERR_CLOSED`
   */
  follow(pid: number): void {
    this.#requireOpen();
    this.#resources.followed.follow(pid);
  }

  /**
   * Adds what a process starts from now on to the followed tree, each from its exec on, with all
   * descendants. The process itself is not added, nor what its children do before their exec.
   *
   * @param pid as for {@link follow}
   * @throws {ProbeError} as {@link follow}
   */
  followChildren(pid: number): void {
    this.#requireOpen();
    this.#resources.followed.followChildren(pid);
  }

  /**
   * What the probes show, by pair of namespaces, for a session that was opened with `visibility`.
   *
   * @throws {ProbeError} `ERR_CLOSED`
   */
  get visibility(): VisibilityMap {
    this.#requireOpen();
    return this.#resources.visibility;
  }

  /** Event by event. What a loop leaves, by `break` or an exception, is there for the next. */
  [Symbol.asyncIterator](): EventStream<Event> {
    return this.#reading.stream(() => this.#reading.one(toEvent<Event>));
  }

  /**
   * Events in the order of the ring, many at a time.
   *
   * @param where leaves out the events for which it returns false; one for which it throws is
   * counted as malformed
   */
  batches(where?: (event: Event) => boolean): EventStream<Event[]> {
    return this.#reading.stream(() => this.#reading.batch(only(where, toEvent<Event>)));
  }

  /**
   * Events as JSON, a line each, many at a time.
   *
   * The bytes lie in memory that the next chunk is written to: they are good until the next call of
   * `next()`, which a loop makes when its body is done. Whoever keeps them, or has not waited for a
   * write of them to end, needs a copy.
   *
   * @param where as for {@link batches}
   */
  json(where?: (event: Event) => boolean): EventStream<JsonChunk> {
    return this.#reading.stream(() => this.#reading.chunk(only(where, writeJson)));
  }

  /**
   * What has come and what has not, until now. After {@link close} these are the final numbers.
   *
   * @throws {ProbeError} `ERR_CLOSED` when the final numbers could not be read
   */
  stats(): SessionStats {
    const { losses, ring, programs } = this.#resources.stats();
    const some = losses.filter(({ count }) => count > 0);
    return {
      events: this.#reading.events,
      lost: some.filter(({ cause }) => losesEvents(cause)),
      damaged: some.filter(({ cause }) => !losesEvents(cause)),
      ring,
      programs,
    };
  }

  /**
   * What the probes' histograms have counted since the session was opened.
   *
   * @throws {ProbeError} `ERR_CLOSED`
   */
  histograms(): Histogram[] {
    this.#requireOpen();
    return this.#resources.histograms();
  }

  /**
   * What the tables of the probes have counted since they were last read, or the session was
   * opened: a snapshot of each. Each count is in exactly one of them. After {@link stop} comes
   * the last part.
   *
   * Blocks until the programs that are just running are done, a matter of milliseconds.
   *
   * @throws {ProbeError} `ERR_CLOSED`
   */
  snapshot(): TableSnapshot<Row>[] {
    this.#requireOpen();
    this.#notices.check();
    return this.#resources.snapshot() as TableSnapshot<Row>[];
  }

  /**
   * A {@link snapshot} after each interval, and the last, partial one when the session is
   * stopped. Ends then, or when it is closed. Events can be read at the same time.
   *
   * @param intervalMs 10 to 3600000, or `Infinity` for the last one alone
   * @throws {ProbeError} `ERR_OPTION`
   */
  snapshots(intervalMs: number): AsyncGenerator<TableSnapshot<Row>[], void, void> {
    const source = {
      take: () => this.snapshot(),
      stopped: this.#stopped.signal,
      closed: () => this.#resources.closed,
    };
    const isEndOnly = intervalMs === Number.POSITIVE_INFINITY;
    return snapshotsOf(
      source,
      isEndOnly ? intervalMs : inRange("read", "intervalMs", intervalMs, 10, 3_600_000),
    );
  }

  /**
   * Detaches the probes. Iteration goes on with what they had written, and then ends. Idempotent.
   *
   * @throws {AggregateError} when programs could not be detached; the others are, and `close`
   * unloads all
   */
  stop(): void {
    if (this.#resources.closed) return;
    try {
      this.#resources.stop();
    } finally {
      this.#stopped.abort();
    }
  }

  /**
   * Ends iteration at once, events that were not delivered included, tells the last losses and
   * gives everything back to the kernel. Idempotent.
   *
   * @throws {AggregateError} when parts could not be closed; the others are
   */
  async close(): Promise<void> {
    if (this.#resources.closed) return;
    const errors = attemptAll([
      () => this.#resources.close(),
      () => this.#stopped.abort(),
      () => this.#notices.tellLosses(),
    ]);
    errors.push(...this.#notices.takeThrown());
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, "a session could not be closed cleanly");
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
