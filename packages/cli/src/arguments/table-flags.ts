import type { ProbeManifest } from "@probekit/core";
import { type Command, Option } from "commander";
import { kebabCase } from "./kebab-case.js";

/** A table that nobody gets unasked has a flag that asks for it, and for nothing else of its probe. */
export interface TableFlag {
  readonly option: Option;
  /** As `--events` has it: `syscall.summary`. */
  readonly event: string;
}

/** @param taken long flags of the command and of its probes' options */
export function tableFlags(manifests: readonly ProbeManifest[], taken: ReadonlySet<string>): TableFlag[] {
  const tables = manifests.flatMap(({ name: probe, tables }) =>
    Object.entries(tables)
      .filter(([, { optIn }]) => optIn)
      .map(([table, { describe }]) => ({ probe, table, describe, flag: `--${kebabCase(table)}` })),
  );
  return tables
    .filter(({ flag }) => !taken.has(flag) && tables.filter((other) => other.flag === flag).length === 1)
    .map(({ probe, table, describe, flag }) => ({
      option: new Option(flag, `no events but this table: ${describe}`).helpGroup(`Options of ${probe}:`),
      event: `${probe}.${table}`,
    }));
}

/** What the flags that were typed ask for. */
export function chosenTables(command: Command, flags: readonly TableFlag[]): string[] {
  return flags
    .filter(({ option }) => command.getOptionValue(option.attributeName()) === true)
    .map(({ event }) => event);
}
