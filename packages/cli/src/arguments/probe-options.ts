import type { OptionManifest, ProbeManifest } from "@probekit/core";
import { InvalidArgumentError, Option } from "commander";
import { kebabCase } from "./kebab-case.js";

/** One way of typing a probe's option. */
export interface ProbeFlag {
  readonly probe: string;
  /** As the contract calls the option. */
  readonly name: string;
  readonly option: Option;
  /** Given, it says `false`. */
  readonly negates?: boolean;
  /** Several probes of the run have such an option: what to type in its place. */
  readonly ambiguous?: string;
}

/**
 * All flags for the options of `manifests`: `--exec.failed` always, and `--failed` where no
 * other of these probes and none of `taken` is called so.
 *
 * @param taken long flags of the command itself
 */
export function probeFlags(
  manifests: readonly ProbeManifest[],
  taken: ReadonlySet<string> = new Set(),
): ProbeFlag[] {
  return manifests.flatMap((manifest) =>
    Object.entries(manifest.options).flatMap(([name, option]) => {
      const short = kebabCase(name);
      const owners = manifests.filter(({ options }) => name in options);
      const free = !taken.has(`--${short}`) && !taken.has(`--no-${short}`);
      const unique = free && owners.length === 1;
      return [
        ...flagsOf(manifest.name, name, option, { dotted: true, hidden: unique }),
        ...(unique ? flagsOf(manifest.name, name, option, { dotted: false, hidden: false }) : []),
        ...(free && !unique && owners[0] === manifest ? [ambiguousFlag(owners, name, option)] : []),
      ];
    }),
  );
}

function flagsOf(
  probe: string,
  name: string,
  { describe, default: value, schema }: OptionManifest,
  { dotted, hidden }: { readonly dotted: boolean; readonly hidden: boolean },
): ProbeFlag[] {
  const prefix = dotted ? `${probe}.` : "";
  const typed = kebabCase(name);
  const help = `${describe} (default: ${JSON.stringify(value)})`;
  const make = (flags: string, hide: boolean) =>
    new Option(flags, help).hideHelp(hide).helpGroup(`Options of ${probe}:`);

  if (schema.type === "boolean") {
    const yes = make(`--${prefix}${typed}`, hidden);
    const no = make(`--${prefix}no-${typed}`, true);
    /* Only what help shows: the flag itself has been parsed. */
    yes.flags = `--${prefix}[no-]${typed}`;
    return [
      { probe, name, option: yes },
      { probe, name, option: no, negates: true },
    ];
  }
  const option = make(`--${prefix}${typed} <${valueName(schema)}>`, hidden);
  option.argParser((text: string) => optionValue(text, schema));
  return [{ probe, name, option }];
}

function ambiguousFlag(
  owners: readonly ProbeManifest[],
  name: string,
  { schema }: OptionManifest,
): ProbeFlag {
  const typed = kebabCase(name);
  const option = new Option(`--${typed}${schema.type === "boolean" ? "" : " <value>"}`).hideHelp();
  const ambiguous = owners.map((owner) => `--${owner.name}.${typed}`).join(" or ");
  return { probe: "", name, option, ambiguous };
}

function valueName(schema: OptionManifest["schema"]): string {
  if (schema.enum) return schema.enum.join("|");
  if (schema.type === "integer" || schema.type === "number") return "number";
  return schema.type === "array" ? "list" : "text";
}

/** Text as the JSON value that the option's schema speaks of. Core checks the rest. */
export function optionValue(text: string, schema: OptionManifest["schema"]): unknown {
  switch (schema.type) {
    case "integer":
    case "number": {
      const number = Number(text);
      if (text.trim() === "" || !Number.isFinite(number))
        throw new InvalidArgumentError("Expected a number.");
      return number;
    }
    case "array":
      return text.split(",").map((item) => optionValue(item, schema.items ?? {}));
    default:
      return text;
  }
}
