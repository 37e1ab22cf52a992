import { InvalidChoice } from "./invalid-choice.js";

/** What the probe gives: each event, rows that the kernel counts by key, or a distribution. */
export const outputs = ["event", "table", "histogram"] as const;
export type Output = (typeof outputs)[number];

/** Where its program is attached, as in the section's name in C. */
export const hooks = ["tracepoint", "tp_btf", "kprobe", "fentry", "uprobe"] as const;
export type Hook = (typeof hooks)[number];

/** What a package is made from. */
export interface Choices {
  /** What `probe run` is to call it. */
  readonly name: string;
  readonly package: string;
  readonly output: Output;
  readonly hook: Hook;
}

/** As a user gives them; what is left out has a default. */
export interface GivenChoices {
  readonly name: string;
  readonly package?: string | undefined;
  readonly output?: string | undefined;
  readonly hook?: string | undefined;
}

/** @throws {InvalidChoice} */
export function choose(given: GivenChoices): Choices {
  const name = probeName(given.name);
  return {
    name,
    package: packageName(given.package ?? `probekit-probe-${name}`),
    output: oneOf("--output", outputs, given.output ?? "event"),
    hook: oneOf("--hook", hooks, given.hook ?? "tracepoint"),
  };
}

/** A part of C identifiers. */
function probeName(name: string): string {
  if (/^[a-z][a-z0-9-]*$/.test(name) && !name.endsWith("-") && name.length <= 32) return name;
  throw new InvalidChoice(
    `the name must be lower-case letters, digits and hyphens, begin with a letter and have at most 32 of them, not ${JSON.stringify(name)}`,
  );
}

/** By these names `probe` finds what is installed. */
function packageName(name: string): string {
  if (/^(@[a-z0-9][a-z0-9._-]*\/)?probekit-probe-[a-z0-9][a-z0-9._-]*$/.test(name) && name.length <= 214)
    return name;
  throw new InvalidChoice(
    `the package's name must be probekit-probe-… or @scope/probekit-probe-…, by which \`probe\` finds it, not ${JSON.stringify(name)}`,
  );
}

function oneOf<T extends string>(flag: string, values: readonly T[], given: string): T {
  const found = values.find((value) => value === given);
  if (found !== undefined) return found;
  throw new InvalidChoice(`${flag} is one of ${values.join(", ")}, not ${JSON.stringify(given)}`);
}
