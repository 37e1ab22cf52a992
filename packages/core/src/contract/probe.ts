import type { z } from "zod";
import { ProbeError } from "../errors/probe-error.js";
import type { AttachPlan, Constants } from "./attach.js";
import type { HistogramSpec } from "./histogram.js";
import type { EventBase, EventOf, RecordSpec } from "./record.js";
import type { RowBase, RowOf, TableSpec } from "./table.js";

/** The version of the contract that this package implements; whole numbers. */
export const apiVersion = 1;

/** Marks what {@link defineProbe} returns, across copies of this package. */
export const probeBrand: unique symbol = Symbol.for("probekit.probe");

/** What a probe is about; one switch of the visibility map. */
export type Visibility = "file" | "process" | "network" | "capability";

export type OptionsSchema = z.ZodObject;

export interface MapSettings {
  readonly maxEntries?: number;
}

/** A column of the table in a terminal. */
export interface Column {
  /** A field of the event; a dot goes into a group. */
  readonly field: string;
  /** Default: the field's name in capitals. */
  readonly title?: string;
  /** Terminal cells. The last column takes what is left. */
  readonly width?: number;
  readonly align?: "left" | "right";
  /** Bytes are shown in KiB, MiB, …, milliseconds in µs, s, … Default: as the field is. */
  readonly unit?: "bytes" | "ms";
  /** What stands there in place of the field's value; escaped by the host. */
  readonly text?: (event: never) => string;
  /** Of a last column: which end is missing where an event is `truncated`. Default: the end. */
  readonly loses?: "start" | "end";
}

/** What a probe package says of itself. */
export interface ProbeDefinition<
  Name extends string = string,
  Options extends OptionsSchema = OptionsSchema,
  Events extends Record<string, RecordSpec> = Record<string, RecordSpec>,
  Tables extends Record<string, TableSpec> = Record<string, TableSpec>,
> {
  /** Lower-case letters, digits and hyphens; what `probe run` calls it. */
  readonly name: Name;
  /** One line. */
  readonly summary: string;
  /** The compiled BPF object: `new URL("../bpf/name.bpf.o", import.meta.url)`. */
  readonly object: URL;
  readonly visibility: Visibility;
  /** Each option has a default and a `.describe()`. */
  readonly options: Options;
  /** Best first. The first one that this kernel takes whole is used. */
  readonly attachPlans: readonly [AttachPlan, ...AttachPlan[]];
  /** Values of the object's `const volatile` variables. */
  readonly constants?: (options: z.output<Options>) => Constants;
  /** @param plan the name of the plan that is tried: a map that it does not use can be small */
  readonly maps?: (options: z.output<Options>, plan: string) => Readonly<Record<string, MapSettings>>;
  /**
   * By event name. The number of an event on the wire is the value of `<PROBE>_EVENT_<NAME>`
   * in `enum <probe>_event_type` of the object.
   */
  readonly events: Events;
  /**
   * What is counted in the kernel by key, by name; {@link Session.snapshot} reads them. They
   * are numbered together with the events.
   */
  readonly tables?: Tables;
  readonly columns: { readonly [K in keyof Events | keyof Tables]: readonly Column[] };
  /** Distributions that the kernel counts, by name; {@link Session.histograms} reads them. */
  readonly histograms?: Readonly<Record<string, HistogramSpec>>;
}

export interface Probe<
  Name extends string = string,
  Options extends OptionsSchema = OptionsSchema,
  Events extends Record<string, RecordSpec> = Record<string, RecordSpec>,
  Tables extends Record<string, TableSpec> = Record<string, TableSpec>,
> extends ProbeDefinition<Name, Options, Events, Tables> {
  readonly [probeBrand]: true;
  readonly apiVersion: number;
}

/** Any probe, whatever its events and options. */
// biome-ignore lint/suspicious/noExplicitAny: options are contravariant in `constants`; no narrower bound takes every probe
export type AnyProbe = Probe<string, any, any, any>;

/** The options of a probe as a caller may give them: all optional that have defaults. */
export type ProbeOptions<P> =
  P extends Probe<string, infer O, Record<string, RecordSpec>, Record<string, TableSpec>>
    ? z.input<O>
    : never;

/** The union of a probe's event types, told apart by `event`. */
export type ProbeEvent<P> =
  P extends Probe<infer Name, OptionsSchema, infer Events, Record<string, TableSpec>>
    ? {
        [K in keyof Events & string]: Simplify<
          Omit<EventBase, "probe" | "event"> & { readonly probe: Name; readonly event: K } & EventOf<
              Events[K]
            >
        >;
      }[keyof Events & string]
    : never;

/** The union of a probe's tables' rows, told apart by `event`, which is the table's name. */
export type ProbeRow<P> =
  P extends Probe<string, OptionsSchema, Record<string, RecordSpec>, infer Tables>
    ? {
        [K in keyof Tables & string]: Simplify<
          Omit<RowBase, "probe" | "event"> & { readonly probe: P["name"]; readonly event: K } & RowOf<
              Tables[K]
            >
        >;
      }[keyof Tables & string]
    : never;

type Simplify<T> = { [K in keyof T]: T[K] };

/**
 * Declares a probe. Nothing is loaded and no file is read: what can be checked without the
 * object is checked here, the rest when it is built and loaded.
 *
 * @throws {ProbeError} `ERR_CONTRACT`
 */
export function defineProbe<
  const Name extends string,
  Options extends OptionsSchema,
  const Events extends Record<string, RecordSpec>,
  const Tables extends Record<string, TableSpec> = Record<never, never>,
>(definition: ProbeDefinition<Name, Options, Events, Tables>): Probe<Name, Options, Events, Tables> {
  const { name } = definition;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw contractError(
      name,
      `the name must be lower-case letters, digits and hyphens, not ${JSON.stringify(name)}`,
    );
  }
  const planNames = definition.attachPlans.map((plan) => plan.name);
  const repeated = planNames.find((plan, index) => planNames.indexOf(plan) !== index);
  if (repeated) throw contractError(name, `two attach plans are called ${repeated}`);
  const { events, tables = {}, histograms = {} } = definition;
  const outputs = [events, tables, histograms].flatMap((specs) => Object.keys(specs));
  for (const [index, output] of outputs.entries()) {
    if (!/^[a-z][a-zA-Z0-9]*$/.test(output))
      throw contractError(name, `the event name ${output} is not camelCase`);
    if (outputs.indexOf(output) !== index)
      throw contractError(name, `two of its events, tables and histograms are called ${output}`);
  }
  for (const { name: plan, programs } of definition.attachPlans)
    checkPlanEvents(name, plan, programs, outputs);
  return { ...definition, [probeBrand]: true, apiVersion };
}

/** A program that is for an event which does not exist would never be loaded. */
function checkPlanEvents(
  probe: string,
  plan: string,
  programs: AttachPlan["programs"],
  outputs: readonly string[],
): void {
  for (const [program, specs] of Object.entries(programs)) {
    const unknown = specs.flatMap(({ events = [] }) => events).find((event) => !outputs.includes(event));
    if (unknown === undefined) continue;
    throw contractError(
      probe,
      `plan ${plan}, program ${program} is for ${unknown}, which is none of ${outputs.join(", ")}`,
    );
  }
}

function contractError(probe: string, message: string): ProbeError {
  return new ProbeError("ERR_CONTRACT", { probe, operation: "define", message });
}

/**
 * Takes a module's default export for a probe, or says why it is none.
 *
 * @throws {ProbeError} `ERR_CONTRACT`, `ERR_API_VERSION`
 */
export function requireProbe(value: unknown, origin: string): AnyProbe {
  if (typeof value !== "object" || value === null || !(probeBrand in value)) {
    throw new ProbeError("ERR_CONTRACT", {
      object: origin,
      message: "its default export is not a defineProbe(…) value",
    });
  }
  const probe = value as AnyProbe;
  if (probe.apiVersion !== apiVersion) {
    throw new ProbeError("ERR_API_VERSION", {
      probe: probe.name,
      object: origin,
      message: `written for version ${probe.apiVersion} of the probe contract; this host has version ${apiVersion}`,
    });
  }
  return probe;
}
