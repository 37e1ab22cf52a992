import { AccountFile } from "../account/account-file.js";
import { CgroupTree } from "../cgroup/tree.js";
import type { Histogram } from "../contract/histogram.js";
import type { TableSnapshot } from "../contract/table.js";
import { Clock } from "../decode/clock.js";
import { compileDecoder, type DecoderInput } from "../decode/compile.js";
import type { ContextRequest } from "../decode/context-fields.js";
import { Dispatcher } from "../decode/dispatcher.js";
import { Interner } from "../decode/interner.js";
import { RecordBuffer } from "../decode/record-buffer.js";
import { TailReader } from "../decode/tail.js";
import { attemptAll } from "../errors/attempt-all.js";
import { ProbeError } from "../errors/probe-error.js";
import { JsonOutput } from "../json/output.js";
import type { Kernel, Link, ProgramStats, RingStats } from "../kernel/kernel.js";
import { readCgroupRecord } from "./cgroup-records.js";
import { type ChosenPlan, choosePlan } from "./choose-plan.js";
import type { SessionConfig } from "./config.js";
import { encodeFilter } from "./filter.js";
import type { FollowedTree } from "./followed-tree.js";
import { HistogramReader } from "./histograms.js";
import { type LogLine, readLogLine } from "./log.js";
import { type LossCount, LossCounters, LossDelta } from "./loss.js";
import { lossIntervalMs } from "./notices.js";
import type { ProbeUse, SessionSettings } from "./options.js";
import { pidNamespaceFor } from "./pid-namespace.js";
import { RingReader } from "./reader.js";
import { SharedObject } from "./shared-object.js";
import { TableReader } from "./tables.js";
import type { VisibilityMap } from "./visibility.js";

/** What one read from the ring can bring at most. */
const readBytes = 1024 * 1024;

/** What the kernel and the ring tell of a session. */
export interface ResourceStats {
  /** Totals, zeros included. */
  readonly losses: readonly LossCount[];
  readonly ring: RingStats;
  readonly programs: readonly (ProgramStats & { readonly probe: string })[];
}

/**
 * All that a session holds of the kernel. Apart from {@link Session} itself, so that a session
 * that was dropped can be noticed while its resources are still there to be closed: nothing
 * here may refer to it.
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
  /** What decoders write lines of JSON to. */
  readonly json = new JsonOutput(this.#buffer);
  readonly #clock = new Clock();
  readonly #counters: readonly LossCounters[];
  readonly #histograms: readonly HistogramReader[];
  readonly #tables: readonly TableReader[];
  /** Snapshots of the first of these, when a later one could not be read. */
  readonly #taken: TableSnapshot[] = [];
  readonly #delta = new LossDelta();
  #links: readonly Link[];
  #final: ResourceStats | undefined;

  /** What was opened before a failure is closed again. */
  constructor(kernel: Kernel, uses: readonly ProbeUse[], settings: SessionSettings) {
    const filter = encodeFilter(settings.filter, settings);
    const pidNamespace = pidNamespaceFor(kernel, settings);
    const config: SessionConfig = {
      namespaces: settings.namespaces ? 1 : 0,
      filter_enabled: filter.enabled,
      filter_negated: filter.negated,
      pid_ns: pidNamespace.inum,
      pid_ns_level: pidNamespace.level,
      cgroups: filter.cgroups.length,
      containers: filter.containers.length,
    };
    /* In the order of opening. */
    const opened: { close(): void }[] = [];
    const keep = <T extends { close(): void }>(part: T): T => {
      opened.push(part);
      return part;
    };
    try {
      const shared = keep(new SharedObject(kernel, settings, filter, config));
      /* After the programs that tell of new cgroups, and before the first event. */
      const cgroups = settings.namespaces ? new CgroupTree() : undefined;
      /* Before programs count. */
      const { bootNs } = kernel.clocks();
      let number = 0;
      this.probes = uses.map((use) => {
        const chosen = choosePlan(kernel, shared, use, config, () => ++number);
        keep(chosen.loaded);
        return chosen;
      });
      this.#kernel = kernel;
      this.#shared = shared;
      this.#follows = settings.follow;
      this.#links = [...shared.links, ...this.probes.flatMap(({ links }) => links), ...shared.attachLast()];
      this.#clock.measure(kernel.clocks());
      this.dispatcher = this.#compile(settings, cgroups);
      this.#counters = this.#objects().map(({ probe, loaded, lossStruct }) =>
        keep(new LossCounters(probe, loaded, lossStruct)),
      );
      this.#histograms = this.probes.flatMap(({ probe, loaded, histograms }) =>
        histograms.map((bound) => keep(new HistogramReader(probe.name, bound, loaded))),
      );
      this.#tables = this.probes.flatMap(({ loaded, tables }) =>
        tables.map((bound) => keep(new TableReader(kernel, this.#clock, bound, loaded, bootNs))),
      );
      this.reader = keep(
        new RingReader(kernel, this.#buffer, {
          ring: shared.map("probekit_ring"),
          wakeWord: shared.map(".data.probekit_shared"),
          maxDelayMs: settings.maxDelayMs,
          longestWaitMs: lossIntervalMs,
        }),
      );
    } catch (error) {
      attemptAll(opened.reverse().map((part) => () => part.close()));
      throw error;
    }
  }

  #objects() {
    return [
      { probe: "session", loaded: this.#shared.loaded, lossStruct: this.#shared.lossStruct },
      ...this.probes.map(({ probe, loaded, lossStruct }) => ({ probe: probe.name, loaded, lossStruct })),
    ];
  }

  #compile({ names }: SessionSettings, cgroups: CgroupTree | undefined): Dispatcher {
    const buffer = this.#buffer;
    const tail = new TailReader(buffer, new Interner(buffer));
    const context: ContextRequest = { cgroups, accounts: names ? accounts() : undefined };
    const input: DecoderInput = { buffer, tail, clock: this.#clock, output: this.json, context };
    const dispatcher = new Dispatcher(buffer);
    if (cgroups) {
      const layout = this.#shared.cgroupLayout;
      dispatcher.onCgroup = (base, length) => readCgroupRecord(cgroups, buffer, layout, base, length);
    }
    for (const { number, events } of this.probes)
      for (const event of events) dispatcher.add(number, event.number, compileDecoder(event, input));
    return dispatcher;
  }

  /** @throws {ProbeError} `ERR_OPTION` */
  get followed(): FollowedTree {
    if (this.#follows) return this.#shared.followed;
    throw new ProbeError("ERR_OPTION", {
      operation: "follow",
      message: "the session was opened without `follow: true`",
    });
  }

  get visibility(): VisibilityMap {
    return this.#shared.visibility;
  }

  /** `undefined` for a record that is too short to be one. */
  logLine(base: number, length: number): LogLine | undefined {
    const input = { buffer: this.#buffer, clock: this.#clock, layout: this.#shared.logLayout };
    const name = (number: number) =>
      this.probes.find((probe) => probe.number === number)?.probe.name ?? "session";
    return readLogLine(input, name, base, length);
  }

  histograms(): Histogram[] {
    return this.#histograms.map((reader) => reader.read());
  }

  snapshot(): TableSnapshot[] {
    /* What was taken before a table that fails is there for the next call. */
    for (const table of this.#tables.slice(this.#taken.length)) this.#taken.push(table.read());
    return this.#taken.splice(0);
  }

  measureClock(): void {
    this.#clock.measure(this.#kernel.clocks());
  }

  /** After {@link close}, the final numbers. @throws {ProbeError} `ERR_CLOSED` if they could not be read */
  stats(): ResourceStats {
    if (!this.closed) return this.#readStats();
    if (this.#final) return this.#final;
    throw new ProbeError("ERR_CLOSED", {
      operation: "use",
      object: "session",
      message: "it has been closed, and its final numbers could not be read",
    });
  }

  #readStats(): ResourceStats {
    const programs = this.#objects().flatMap(({ probe, loaded }) =>
      loaded.programStats().map((stats) => ({ probe, ...stats })),
    );
    return { losses: this.#losses(), ring: this.reader.stats, programs };
  }

  #losses(): LossCount[] {
    return [
      ...this.#counters.flatMap((counters) => counters.read()),
      { probe: "session", cause: "malformed", count: this.#malformed() },
      { probe: "session", cause: "oversized", count: this.reader.stats.oversized },
    ];
  }

  #malformed(): number {
    return this.#tables.reduce((sum, { malformed }) => sum + malformed, this.dispatcher.malformed);
  }

  /** Since the last call. */
  newLosses(): LossCount[] {
    return this.#delta.take(this.closed ? (this.#final?.losses ?? []) : this.#losses());
  }

  /** Detaches all programs; the ring can still be read. @throws {AggregateError} */
  stop(): void {
    const errors = this.#detach();
    if (errors.length > 0) throw new AggregateError(errors, "programs could not be detached");
  }

  /** Tries each link once: what could not be detached goes with its object. */
  #detach(): unknown[] {
    const links = this.#links.toReversed();
    this.#links = [];
    return attemptAll([...links.map((link) => () => link.close()), () => this.reader.end()]);
  }

  /** Undoes everything, the last first. @throws {AggregateError} */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    const parts = [
      this.reader,
      ...this.#tables,
      ...this.#histograms,
      ...this.#counters,
      ...this.probes.map(({ loaded }) => loaded).reverse(),
      this.#shared,
    ];
    const errors = [
      ...this.#detach(),
      ...attemptAll([
        () => {
          this.#final = this.#readStats();
        },
        ...parts.map((part) => () => part.close()),
      ]),
    ];
    if (errors.length > 0) throw new AggregateError(errors, "parts of a session could not be closed");
  }
}

function accounts() {
  return { users: new AccountFile("/etc/passwd"), groups: new AccountFile("/etc/group") };
}
