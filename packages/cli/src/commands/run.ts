import { type Command, Option } from "commander";
import { chosenOptions } from "../arguments/chosen-options.js";
import { parseDuration, parseInterval } from "../arguments/duration.js";
import { chosenEvents } from "../arguments/events.js";
import { chosenFilter, filterOptions, followOption } from "../arguments/filter.js";
import { chosenPlans } from "../arguments/plans.js";
import { type ProbeFlag, probeFlags } from "../arguments/probe-options.js";
import { findProbeWords } from "../arguments/probe-words.js";
import { parseSize } from "../arguments/size.js";
import { chosenOrders } from "../arguments/sort.js";
import { chosenTables, type TableFlag, tableFlags } from "../arguments/table-flags.js";
import { parseCount } from "../arguments/whole-number.js";
import { knownProbes } from "../discovery/catalogue.js";
import type { FoundProbe } from "../discovery/found-probe.js";
import { projectIn } from "../discovery/project.js";
import { usageError } from "../exit.js";
import type { OutputFormat, RunRequest } from "../run/request.js";
import { outputOption } from "./output-option.js";
import { projectOption } from "./project-option.js";

interface RunOptions {
  readonly output: OutputFormat;
  readonly duration?: number;
  readonly count?: number;
  readonly plan?: readonly string[];
  readonly events?: readonly string[];
  readonly interval?: number;
  readonly sort?: string;
  readonly rows?: number;
  readonly where?: string;
  readonly redraw: boolean;
  readonly follow?: readonly number[];
  readonly bufferSize?: number;
  readonly namespaces?: boolean;
  readonly names?: boolean;
  readonly visibility?: boolean;
  readonly color: boolean;
}

/**
 * Completes the `run` command for one command line: with the options of the probes that it names.
 *
 * @param words what follows `run`, up to a `--`
 * @param traced what follows the `--`, if there is one
 */
export function defineRun(
  command: Command,
  words: readonly string[],
  traced: readonly string[] | undefined,
): void {
  addOwnOptions(command);
  const probes = namedProbes(command, words);
  requireDistinctNames(probes);
  const manifests = probes.map(({ manifest }) => manifest);
  const flags = probeFlags(manifests, longFlags(command));
  for (const { option } of flags) command.addOption(option);
  const tables = tableFlags(manifests, longFlags(command));
  for (const { option } of tables) command.addOption(option);
  refuseRepeats(command);

  command.action(async (_words: string[], options: RunOptions) => {
    if (traced?.length === 0) throw usageError("-- is followed by no command");
    const { run } = await import("../run/run.js");
    process.exitCode = await run(requestOf(command, options, probes, { flags, tables }, traced));
  });
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

function addOwnOptions(command: Command): void {
  command
    .addOption(outputOption(["table", "json"]))
    .addOption(projectOption())
    .addOption(
      new Option("--duration <time>", "stop after this long: 500ms, 5s, 2m, 1h").argParser(parseDuration),
    )
    .addOption(
      new Option(
        "--count <number>",
        "stop after this many events; of tables alone, after this many snapshots",
      ).argParser(parseCount),
    )
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
    .addOption(new Option("--no-redraw", "in a terminal, print each snapshot below the one before"))
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
    .addOption(
      new Option(
        "--visibility",
        "let probe visibility hide namespaces meanwhile; costs a map lookup for each event",
      ),
    )
    .addOption(new Option("--no-color", "no colours; the variable NO_COLOR does the same"))
    .addOption(new Option("--verbose", "on failure print the verifier's log"));
  for (const option of filterOptions()) command.addOption(option);
  command.addOption(followOption());
}

function collect(value: string, values: readonly string[] = []): string[] {
  return [...values, value];
}

function namedProbes(command: Command, words: readonly string[]): FoundProbe[] {
  const installed = knownProbes(projectIn(words));
  const named: FoundProbe[] = [];
  const known = [...probeFlags(installed.probes.map(({ manifest }) => manifest))];
  const takesValue = (flag: string) =>
    flag === "-h" || flag === "--help"
      ? false
      : [...command.options, ...known.map(({ option }) => option)].find(
          ({ long, short }) => flag === long || flag === short,
        )?.required;
  findProbeWords(words, takesValue, (word) => {
    const found = installed.find(word);
    known.push(...probeFlags([found.manifest]));
    if (!named.some(({ folder }) => folder === found.folder)) named.push(found);
  });
  return named;
}

/** Names tell the options and the events of a run apart. */
function requireDistinctNames(probes: readonly FoundProbe[]): void {
  for (const { manifest, folder } of probes) {
    const other = probes.find((found) => found.manifest.name === manifest.name && found.folder !== folder);
    if (other === undefined) continue;
    throw usageError(
      `two of the probes to run are called ${manifest.name}: ${folder} and ${other.folder}; run one of them`,
    );
  }
}

function longFlags(command: Command): Set<string> {
  return new Set(["--help", ...command.options.map(({ long }) => long ?? "")]);
}

function requestOf(
  command: Command,
  options: RunOptions,
  probes: readonly FoundProbe[],
  { flags, tables }: { readonly flags: readonly ProbeFlag[]; readonly tables: readonly TableFlag[] },
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
      redraw: options.redraw,
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
