import type { JsonSchema } from "../contract/fields.js";
import { snakeCase } from "../contract/names.js";
import type { AnyProbe } from "../contract/probe.js";
import { describeProbe } from "../manifest/describe.js";
import { fieldsOnRequest } from "../manifest/json-schema.js";
import type { ProbeManifest } from "../manifest/manifest.js";

/** What is the same in every event, and told once. */
const common = new Set(["probe", "event", "time", "pid", "tid", "ppid", "uid", "gid", "comm"]);

/**
 * A probe package's README, from its contract: summary, options, events and plans. A unit
 * test that compares the file with this keeps it true.
 *
 * @param packageName its npm package
 */
export function describeForReadme(probe: AnyProbe, packageName = `@probekit/probe-${probe.name}`): string {
  const facts = { name: packageName, version: "", module: "", object: "" };
  const { name, summary, options, events, tables, histograms, plans } = describeProbe(probe, facts);
  return [
    `# ${packageName}`,
    `${summary}. A probe for [probekit](https://www.npmjs.com/package/@probekit/cli).`,
    `\`\`\`sh\nprobe run ${name}\n\`\`\``,
    ...optionsSection(options),
    ...Object.entries(events).flatMap(([event, { describe, schema, optIn }]) => [
      `## Event \`${event}\``,
      `${describe}${onRequest(optIn, event)} Beside the fields of every event (\`${[...common].join("`, `")}\`):`,
      table(["field", "type", ""], fieldRows(schema)),
    ]),
    ...Object.entries(tables).flatMap(([name, { describe, schema, orders, optIn }]) => [
      `## Table \`${name}\``,
      `${describe}${onRequest(optIn, name, true)} Ordered by ${Object.keys(orders).join(", ")} (\`--sort\`). Beside \`probe\`, \`event\` and \`time\`:`,
      table(["field", "type", ""], fieldRows(schema, "", new Set(["probe", "event", "time"]))),
    ]),
    ...Object.entries(histograms).flatMap(([histogram, { describe, unit }]) => [
      `## Histogram \`${histogram}\``,
      `${describe} In powers of two, unit: ${unit}.`,
    ]),
    "## Plans",
    "The first that the kernel takes is used.",
    ...plans.flatMap((plan) => [
      `### ${plan.name}`,
      [...new Set(plan.programs.map(({ kind, target }) => `- ${kind} \`${target}\``))].join("\n"),
      ...(plan.limits.length > 0
        ? ["What it does not see:", plan.limits.map((limit) => `- ${limit}`).join("\n")]
        : []),
    ]),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function optionsSection(options: ProbeManifest["options"]): string[] {
  const rows = Object.entries(options).map(([option, { describe, default: value, schema }]) => [
    `\`${option}\``,
    typeOf(schema),
    `\`${JSON.stringify(value)}\``,
    describe,
  ]);
  return rows.length === 0 ? [] : ["## Options", table(["option", "type", "default", ""], rows)];
}

/** A table has a flag too, in place of all events. */
function onRequest(optIn: boolean, name: string, isTable = false): string {
  const flag = isTable ? `\`--${snakeCase(name).replaceAll("_", "-")}\`, or ` : "";
  return optIn ? ` Only with ${flag}\`--events ${name}\`.` : "";
}

function fieldRows({ properties = {} }: JsonSchema, prefix = "", known = common): string[][] {
  return Object.entries(properties)
    .filter(([name]) => prefix || !(known.has(name) || fieldsOnRequest.has(name)))
    .flatMap(([name, schema]) => [
      [`\`${prefix}${name}\``, typeOf(schema), schema.description ?? ""],
      ...fieldRows(schema, `${prefix}${name}.`),
    ]);
}

function typeOf({ type, items, minimum, maximum }: JsonSchema): string {
  const name = [type ?? "any"]
    .flat()
    .map((one) => (one === "array" && items ? `array of ${typeOf(items)}` : one))
    .join(" or ");
  const range = minimum !== undefined && maximum !== undefined ? `, ${minimum} to ${maximum}` : "";
  return name + range;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}
