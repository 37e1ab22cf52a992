import type { ProbeManifest } from "@probekit/core";
import { type Command, Option } from "commander";
import { chosenOptions } from "../arguments/chosen-options.js";
import { parseInterval } from "../arguments/duration.js";
import { chosenEvents } from "../arguments/events.js";
import { chosenFilter, filterOptions, followOption } from "../arguments/filter.js";
import { chosenPlans } from "../arguments/plans.js";
import { type ProbeFlag, probeFlags } from "../arguments/probe-options.js";
import { parseSize } from "../arguments/size.js";
import { chosenOrders } from "../arguments/sort.js";
import { chosenTables, type TableFlag, tableFlags } from "../arguments/table-flags.js";
import { parseCount } from "../arguments/whole-number.js";
import type { FoundProbe } from "../discovery/found-probe.js";
import { usageError } from "../exit.js";
import type { OutputFormat, RunRequest } from "../run/request.js";
import { outputOption } from "./output-option.js";

/*
 * What `probe run` and `probe dev` have in common: how to trace, and what to print.
 */

export interface TraceOptions {
  readonly output: OutputFormat;
  readonly duration?: number;
  readonly count?: number;
  readonly plan?: readonly string[];
  readonly events?: readonly string[];
  readonly interval?: number;
  readonly sort?: string;
  readonly rows?: number;
  readonly where?: string;
  readonly redraw?: boolean;
  readonly follow?: readonly number[];
  readonly bufferSize?: number;
  readonly namespaces?: boolean;
  readonly names?: boolean;
  readonly visibility?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
}

/** The flags that come from the probes to trace. */
export interface ProbeArguments {
  readonly flags: readonly ProbeFlag[];
  readonly tables: readonly TableFlag[];
}

/** Adds the options that do not depend on a probe. */
export function addTraceOptions(command: Command): void {
  command
    .addOption(outputOption(["table", "json"]))
    .addOption(
      new Option(
        "--events <list>",
        "the events and tables wanted, with commas; with several probes PROBE.EVENT",
      ).argParser(collect),
    )
    .addOption(
      new Option("--where <condition>", "print only events for which this is true, in CEL: 'uid != 0'"),
    )
    .addOption(
      new Option(
        "--interval <time>",
        "time between two snapshots of a table: 500ms, 5s (default: 1s; of a summary, the whole run)",
      ).argParser(parseInterval),
    )
    .addOption(new Option("--sort <order>", "order of a table's rows; probe info lists them"))
    .addOption(
      new Option("--rows <number>", "most rows of a snapshot (default: 20; all as JSON)").argParser(
        parseCount,
      ),
    )
    .addOption(
      new Option("--plan <plan>", "attach by this plan only; with several probes PROBE=PLAN").argParser(
        collect,
      ),
    )
    .addOption(
      new Option("--buffer-size <size>", "size of the ring buffer, a power of two (default: 8M)").argParser(
        parseSize,
      ),
    )
    .addOption(
      new Option(
        "--namespaces",
        "add ids of cgroup and namespaces, cgroup path, container and pod to JSON events",
      ),
    )
    .addOption(new Option("--names", "add the names of user and group to JSON events; tables have them"))
    .addOption(new Option("--no-color", "no colours; the variable NO_COLOR does the same"))
    .addOption(new Option("--verbose", "on failure print the verifier's log"));
  for (const option of filterOptions()) command.addOption(option);
  command.addOption(followOption());
}

/** Adds the options of the probes to trace, behind all others. */
export function addProbeOptions(command: Command, manifests: readonly ProbeManifest[]): ProbeArguments {
  const flags = probeFlags(manifests, longFlags(command));
  for (const { option } of flags) command.addOption(option);
  const tables = tableFlags(manifests, longFlags(command));
  for (const { option } of tables) command.addOption(option);
  refuseRepeats(command);
  return { flags, tables };
}

/** The last one would win, and what the others ask for be left out without a word. */
function refuseRepeats(command: Command): void {
  for (const option of command.options.filter(({ parseArg }) => parseArg !== collect)) {
    let given = 0;
    command.on(`option:${option.name()}`, () => {
      if (++given > 1) throw usageError(`${option.flags}: it can be given once; a list has commas`);
    });
  }
}

function collect(value: string, values: readonly string[] = []): string[] {
  return [...values, value];
}

function longFlags(command: Command): Set<string> {
  return new Set(["--help", ...command.options.map(({ long }) => long ?? "")]);
}

/** What a parsed command line asks for. @throws {CliError} */
export function requestOf(
  command: Command,
  options: TraceOptions,
  probes: readonly FoundProbe[],
  { flags, tables }: ProbeArguments,
  traced: readonly string[] | undefined,
): RunRequest {
  const manifests = probes.map(({ manifest }) => manifest);
  const names = manifests.map(({ name }) => name);
  return {
    probes,
    options: chosenOptions(command, flags),
    plans: chosenPlans(options.plan ?? [], names),
    filter: chosenFilter(command.opts()),
    follow: options.follow ?? [],
    events: chosenEvents([...(options.events ?? []), ...chosenTables(command, tables)], manifests),
    tables: {
      intervalMs: options.interval,
      orders: chosenOrders(options.sort, manifests),
      rows: options.rows,
      redraw: options.redraw ?? false,
    },
    where: options.where,
    output: options.output,
    color: options.color,
    namespaces: options.namespaces ?? false,
    names: options.names ?? false,
    visibility: options.visibility ?? false,
    durationMs: options.duration,
    count: options.count,
    bufferSizeBytes: options.bufferSize,
    command: traced,
  };
}
