import type { SessionFilter } from "@probekit/core";
import type { OptionsByProbe } from "../arguments/chosen-options.js";
import type { FoundProbe } from "../discovery/found-probe.js";

export type OutputFormat = "table" | "json";

/** What a `probe run` line asks for. */
export interface RunRequest {
  readonly probes: readonly FoundProbe[];
  readonly options: OptionsByProbe;
  /** By probe. */
  readonly plans: ReadonlyMap<string, string>;
  readonly filter: SessionFilter;
  readonly output: OutputFormat;
  readonly color: boolean;
  readonly namespaces: boolean;
  readonly durationMs: number | undefined;
  readonly count: number | undefined;
  readonly bufferSizeBytes: number | undefined;
  /** The words after `--`. */
  readonly command: readonly string[] | undefined;
}
