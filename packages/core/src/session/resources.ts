import { Clock } from "../decode/clock.js";
import { compileDecoder, type DecoderInput } from "../decode/compile.js";
import { Dispatcher } from "../decode/dispatcher.js";
import { Interner } from "../decode/interner.js";
import { RecordBuffer } from "../decode/record-buffer.js";
import { TailReader } from "../decode/tail.js";
import { ProbeError } from "../errors/probe-error.js";
import type { Kernel, LoadedObject, ProgramStats } from "../kernel/kernel.js";
import { type ChosenPlan, choosePlan } from "./choose-plan.js";
import { encodeFilter } from "./filter.js";
import { type LogLine, readLogLine } from "./log.js";
import { type LossCount, LossCounters, LossDelta } from "./loss.js";
import type { ProbeUse, SessionSettings } from "./options.js";
import { RingReader } from "./reader.js";
import { SharedObject } from "./shared-object.js";

/** What one read from the ring can bring at most. */
const readBytes = 1024 * 1024;

/**
 * All that a session holds of the kernel. Apart from {@link Session} itself, so that a session
 * that was dropped can be noticed while its resources are still there to be closed.
 */
export class SessionResources {
  readonly probes: readonly ChosenPlan[];
  readonly reader: RingReader;
  readonly dispatcher: Dispatcher;
  closed = false;

  readonly #kernel: Kernel;
  readonly #shared: SharedObject;
  readonly #follows: boolean;
  readonly #buffer = new RecordBuffer(readBytes);
  readonly #clock = new Clock();
  readonly #counters: readonly LossCounters[];
  readonly #delta = new LossDelta();

  /** What was opened before a failure is closed again. */
  constructor(kernel: Kernel, uses: readonly ProbeUse[], settings: SessionSettings) {
    const filter = encodeFilter(settings.filter, settings.follow);
    const probes: ChosenPlan[] = [];
    const shared = new SharedObject(kernel, settings, filter);
    try {
      for (const [index, use] of uses.entries()) {
        probes.push(
          choosePlan(kernel, shared, use, {
            probe: index + 1,
            namespaces: settings.namespaces ? 1 : 0,
            filter_enabled: filter.enabled,
            filter_negated: filter.negated,
          }),
        );
      }
      this.reader = new RingReader(kernel, shared, this.#buffer, settings.maxDelayMs);
    } catch (error) {
      for (const { loaded } of probes) loaded.close();
      shared.close();
      throw error;
    }
    this.#kernel = kernel;
    this.#shared = shared;
    this.#follows = settings.follow;
    this.probes = probes;
    this.#clock.measure(kernel.clocks());
    this.dispatcher = this.#compile(settings.namespaces);
    this.#counters = this.#objects().map(
      ({ probe, loaded, lossStruct }) => new LossCounters(probe, loaded, lossStruct),
    );
  }

  #objects() {
    return [
      { probe: "session", loaded: this.#shared.loaded, lossStruct: this.#shared.lossStruct },
      ...this.probes.map(({ probe, loaded, lossStruct }) => ({ probe: probe.name, loaded, lossStruct })),
    ];
  }

  #compile(namespaces: boolean): Dispatcher {
    const buffer = this.#buffer;
    const tail = new TailReader(buffer, new Interner(buffer.bytes));
    const input: DecoderInput = { buffer, tail, clock: this.#clock, namespaces };
    const dispatcher = new Dispatcher(buffer);
    this.probes.forEach(({ events }, index) => {
      for (const event of events) dispatcher.add(index + 1, event.number, compileDecoder(event, input));
    });
    return dispatcher;
  }

  follow(pid: number): void {
    if (!this.#follows) {
      throw new ProbeError("ERR_OPTION", {
        operation: "follow",
        object: `process ${pid}`,
        message: "the session was opened without `follow: true`",
      });
    }
    this.#shared.follow(pid);
  }

  /** `undefined` for a record that is too short to be one. */
  logLine(base: number, length: number): LogLine | undefined {
    if (length < 168) return undefined;
    const name = (number: number) => this.probes[number - 1]?.probe.name ?? "session";
    return readLogLine(this.#buffer, this.#clock, name, base);
  }

  measureClock(): void {
    this.#clock.measure(this.#kernel.clocks());
  }

  /** Totals, zeros included. */
  losses(): LossCount[] {
    return [
      ...this.#counters.flatMap((counters) => counters.read()),
      { probe: "session", cause: "malformed", count: this.dispatcher.malformed },
      { probe: "session", cause: "oversized", count: this.reader.stats.oversized },
    ];
  }

  newLosses(): LossCount[] {
    return this.#delta.take(this.losses());
  }

  programStats(): (ProgramStats & { probe: string })[] {
    return this.#objects().flatMap(({ probe, loaded }) =>
      loaded.programStats().map((stats) => ({ probe, ...stats })),
    );
  }

  /** Detaches all programs; the ring can still be read. */
  stop(): void {
    if (this.closed) return;
    for (const { links } of [...this.probes].reverse()) for (const link of links) link.close();
    this.reader.end();
  }

  /** Undoes everything, the last first. @throws {AggregateError} */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    const errors: unknown[] = [];
    const closeable: Pick<LoadedObject, "close">[] = [
      this.reader,
      ...this.probes.map(({ loaded }) => loaded).reverse(),
      this.#shared,
    ];
    for (const part of closeable) {
      try {
        part.close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, "parts of a session could not be closed");
  }
}
