import { Command, CommanderError } from "commander";
import { findProbeWords } from "../arguments/probe-words.js";
import { findByPath } from "../discovery/catalogue.js";
import type { FoundProbe } from "../discovery/found-probe.js";
import { usageError } from "../exit.js";
import { isVerbose } from "../output/report-error.js";
import type { RunRequest } from "../run/request.js";
import { addProbeOptions, addTraceOptions, requestOf, type TraceOptions } from "./trace-options.js";

const help = `
The probe's own options come behind the folder, as for probe run; they are those of the contract as it is at
each save. The command after -- is started whenever the probe has been attached, unless it still runs.`;

/**
 * Completes the `dev` command for one command line.
 *
 * Which options the probe has is known when it has been built, and may be another thing after the
 * next save: until then those that are not known are let through.
 *
 * @param words what follows `dev`, up to a `--`
 * @param traced what follows the `--`, if there is one
 */
export function defineDev(
  command: Command,
  words: readonly string[],
  traced: readonly string[] | undefined,
): void {
  addTraceOptions(command);
  command.addHelpText("after", help).allowUnknownOption().allowExcessArguments();
  const folder = folderIn(command, words);
  if (words.some((word) => word === "-h" || word === "--help")) addProbeOptions(command, manifestsIn(folder));

  command.action(async (_folder: string, { verbose }: TraceOptions) => {
    if (traced?.length === 0) throw usageError("-- is followed by no command");
    const { dev } = await import("../dev/dev.js");
    const requestFor = (probe: FoundProbe) => devRequest(words, folder, probe, traced);
    process.exitCode = await dev({ folder, verbose: isVerbose(verbose), requestFor });
  });
}

/**
 * Reads the words of a `probe dev` line by the options of the probe as it has been built.
 *
 * @throws {CliError}
 */
export function devRequest(
  words: readonly string[],
  folder: string,
  probe: FoundProbe,
  traced: readonly string[] | undefined,
): RunRequest {
  const command = new Command("dev").argument("[folder]").exitOverride();
  command.configureOutput({ writeErr: () => {}, outputError: () => {} });
  addTraceOptions(command);
  const ofProbe = addProbeOptions(command, [probe.manifest]);
  try {
    command.parse(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) throw usageError(error.message.replace(/^error: /, ""));
    throw error;
  }
  if ((command.args[0] ?? ".") !== folder) throw usageError("name the folder before the probe's own options");
  return requestOf(command, command.opts<TraceOptions>(), [probe], ofProbe, traced);
}

/** The first word that belongs to no option; what is behind an unknown option may be its value. */
function folderIn({ options }: Command, words: readonly string[]): string {
  const found: string[] = [];
  const takesValue = (flag: string) =>
    options.find(({ long, short }) => flag === long || flag === short)?.required;
  findProbeWords(words, takesValue, (word) => found.push(word));
  return found[0] ?? ".";
}

/** As the last build has left it, if there was one. */
function manifestsIn(folder: string) {
  try {
    return [findByPath(folder).manifest];
  } catch {
    return [];
  }
}
