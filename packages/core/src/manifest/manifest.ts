import type { AttachKind } from "../contract/attach.js";
import type { JsonSchema } from "../contract/fields.js";
import type { HistogramUnit } from "../contract/histogram.js";
import type { Column, Visibility } from "../contract/probe.js";

/**
 * The facts of a probe package as data: written beside the object when the probe is built, so
 * that listing, describing, help and completion run no package's code.
 */
export interface ProbeManifest {
  readonly manifestVersion: 1;
  readonly apiVersion: number;
  readonly name: string;
  /** The npm package's name and version. */
  readonly package: string;
  readonly version: string;
  readonly summary: string;
  readonly visibility: Visibility;
  /** Paths from the manifest's folder. */
  readonly module: string;
  readonly object: string;
  /** By option name, in the order of the contract. */
  readonly options: Readonly<Record<string, OptionManifest>>;
  readonly events: Readonly<Record<string, EventManifest>>;
  readonly tables: Readonly<Record<string, TableManifest>>;
  readonly histograms: Readonly<Record<string, HistogramManifest>>;
  readonly plans: readonly PlanManifest[];
}

export interface OptionManifest {
  readonly describe: string;
  readonly default: unknown;
  readonly schema: JsonSchema;
}

export interface EventManifest {
  readonly describe: string;
  /** Of one line of `--output json`. */
  readonly schema: JsonSchema;
  readonly columns: readonly Column[];
  /** Only with `--events`. */
  readonly optIn: boolean;
}

export interface TableManifest extends EventManifest {
  /** By name, the fields that rows can be ordered by, the usual order first. */
  readonly orders: Readonly<Record<string, readonly string[]>>;
  /** Read once, at the end, where no interval is asked for. */
  readonly atEnd: boolean;
}

export interface HistogramManifest {
  readonly describe: string;
  readonly unit: HistogramUnit;
  /** Of its line of `--output json`. */
  readonly schema: JsonSchema;
}

export interface PlanManifest {
  readonly name: string;
  readonly limits: readonly string[];
  readonly programs: readonly {
    readonly name: string;
    readonly kind: AttachKind;
    readonly target: string;
    readonly optional: boolean;
  }[];
}
