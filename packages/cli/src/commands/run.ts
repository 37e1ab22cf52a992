import { type Command, Option } from "commander";
import { parseDuration } from "../arguments/duration.js";
import { probeFlags } from "../arguments/probe-options.js";
import { findProbeWords } from "../arguments/probe-words.js";
import { parseCount } from "../arguments/whole-number.js";
import { knownProbes } from "../discovery/catalogue.js";
import type { FoundProbe } from "../discovery/found-probe.js";
import { projectIn } from "../discovery/project.js";
import { usageError } from "../exit.js";
import { run } from "../run/run.js";
import { projectOption } from "./project-option.js";
import { addProbeOptions, addTraceOptions, requestOf, type TraceOptions } from "./trace-options.js";

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
  const ofProbes = addProbeOptions(
    command,
    probes.map(({ manifest }) => manifest),
  );

  command.action(async (_words: string[], options: TraceOptions) => {
    if (traced?.length === 0) throw usageError("-- is followed by no command");
    process.exitCode = await run(requestOf(command, options, probes, ofProbes, traced));
  });
}

function addOwnOptions(command: Command): void {
  addTraceOptions(command);
  command
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
    .addOption(new Option("--no-redraw", "in a terminal, print each snapshot below the one before"))
    .addOption(
      new Option(
        "--visibility",
        "let probe visibility hide namespaces meanwhile; costs a map lookup for each event",
      ),
    );
}

function namedProbes(command: Command, words: readonly string[]): FoundProbe[] {
  const installed = knownProbes(projectIn(words));
  const named: FoundProbe[] = [];
  const ofProbes = () =>
    [
      ...probeFlags(installed.probes.map(({ manifest }) => manifest)),
      ...named.flatMap(({ manifest }) => probeFlags([manifest])),
    ].map(({ option }) => option);
  const takesValue = (flag: string) => {
    const isMeant = ({ long, short }: Option) => flag === long || flag === short;
    if (flag === "-h" || flag === "--help") return false;
    /* All probes' options are made for those that are not the command's own: most lines have none. */
    return (command.options.find(isMeant) ?? ofProbes().find(isMeant))?.required;
  };
  findProbeWords(words, takesValue, (word) => {
    const found = installed.find(word);
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
