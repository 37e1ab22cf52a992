import type { Command } from "commander";
import { usageError } from "../exit.js";
import type { ProbeFlag } from "./probe-options.js";

export type OptionsByProbe = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** What was typed for each probe; options that were not typed are left out. @throws {CliError} */
export function chosenOptions(command: Command, flags: readonly ProbeFlag[]): OptionsByProbe {
  const chosen = new Map<string, Record<string, unknown>>();
  for (const { probe, name, option, negates, ambiguous } of flags) {
    const attribute = option.attributeName();
    if (command.getOptionValueSource(attribute) !== "cli") continue;
    if (ambiguous) throw usageError(`${option.long} could be of several probes; type ${ambiguous}`);
    /* `--no-x` shares its attribute with `--x`; `--probe.no-x` has one of its own. */
    const value = negates ? false : command.getOptionValue(attribute);
    if (negates && option.negate && command.getOptionValue(attribute) === true) continue;
    chosen.set(probe, { ...chosen.get(probe), [name]: value });
  }
  return chosen;
}
