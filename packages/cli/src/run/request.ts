import type { SessionFilter } from "@probekit/core";
import type { OptionsByProbe } from "../arguments/chosen-options.js";
import type { TableOrders } from "../arguments/sort.js";
import type { FoundProbe } from "../discovery/found-probe.js";

export type OutputFormat = "table" | "json";

/** How tables are to be printed. */
export interface TableRequest {
  /** `undefined` when nothing was said. */
  readonly intervalMs: number | undefined;
  readonly orders: TableOrders;
  /** Most rows of a snapshot; `undefined` when nothing was said. */
  readonly rows: number | undefined;
  /** Whether a terminal shows one snapshot in the place of the other. */
  readonly redraw: boolean;
}

/** What a `probe run` line asks for. */
export interface RunRequest {
  readonly probes: readonly FoundProbe[];
  readonly options: OptionsByProbe;
  /** By probe. */
  readonly plans: ReadonlyMap<string, string>;
  readonly filter: SessionFilter;
  /** Processes to trace with all their descendants. */
  readonly follow: readonly number[];
  /** The events and tables wanted, by probe; those of other probes are not chosen. */
  readonly events: ReadonlyMap<string, readonly string[]>;
  readonly tables: TableRequest;
  /** An expression in CEL: only events for which it is true are printed. */
  readonly where: string | undefined;
  readonly output: OutputFormat;
  readonly color: boolean;
  readonly namespaces: boolean;
  /** Of users and groups, in JSON; tables have them anyway. */
  readonly names: boolean;
  readonly visibility: boolean;
  readonly durationMs: number | undefined;
  readonly count: number | undefined;
  readonly bufferSizeBytes: number | undefined;
  /** The words after `--`. */
  readonly command: readonly string[] | undefined;
}
