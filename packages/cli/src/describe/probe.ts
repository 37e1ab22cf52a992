import type { EventManifest, JsonSchema, OptionManifest, PlanManifest, TableManifest } from "@probekit/core";
import { kebabCase } from "../arguments/kebab-case.js";
import type { FoundProbe } from "../discovery/found-probe.js";
import { escapeLines } from "../output/escape.js";
import { grid } from "../output/grid.js";
import { describeType } from "./schema-type.js";

export interface Styles {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

/** What `probe info` prints. */
export function describeProbe({ manifest, folder, source }: FoundProbe, { bold, dim }: Styles): string {
  const {
    name,
    summary,
    package: packageName,
    version,
    options,
    events,
    tables,
    histograms,
    plans,
  } = manifest;
  const sections = [
    `${bold(name)}  ${safe(summary)}\n${dim(safe(`${packageName} ${version}, ${source}: ${folder}`))}\n`,
    Object.keys(options).length > 0 && `${bold("Options")}\n${describeOptions(options)}`,
    ...Object.entries(events).map(
      ([event, entry]) => `${bold(`Event ${safe(event)}`)}  ${describeEvent(entry)}`,
    ),
    ...Object.entries(tables).map(
      ([table, entry]) => `${bold(`Table ${safe(table)}`)}  ${describeTable(entry)}`,
    ),
    ...Object.entries(histograms).map(
      ([histogram, { describe, unit }]) =>
        `${bold(`Histogram ${safe(histogram)}`)}  ${safe(describe)} In ${safe(unit)}, by powers of two.\n`,
    ),
    ...plans.map(
      (plan, index) =>
        `${bold(`Plan ${safe(plan.name)}`)}${index === 0 && plans.length > 1 ? "  tried first" : ""}\n${describePlan(plan)}`,
    ),
  ];
  return sections.filter((section) => section !== false).join("\n");
}

function describeOptions(options: Readonly<Record<string, OptionManifest>>): string {
  return grid(
    Object.entries(options).map(([name, { describe, default: value, schema }]) => [
      `--${schema.type === "boolean" ? "[no-]" : ""}${safe(kebabCase(name))}`,
      describeType(schema),
      JSON.stringify(value),
      safe(describe),
    ]),
    "  ",
  );
}

function describeEvent({ describe, schema, optIn }: EventManifest): string {
  const request = optIn ? " Only with --events." : "";
  return `${safe(describe)}${request}\n${grid(fieldRows(schema), "  ")}`;
}

function describeTable(table: TableManifest): string {
  const orders = Object.keys(table.orders).map((order) => safe(kebabCase(order)));
  return `${describeEvent(table)}  Order (--sort): ${orders.join(", ")}\n`;
}

/** The members of a group follow it, by their path. */
function fieldRows(schema: JsonSchema, prefix = ""): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    [safe(prefix + name), describeType(field), safe(field.description ?? "")],
    ...fieldRows(field, `${prefix}${name}.`),
  ]);
}

function describePlan({ limits, programs }: PlanManifest): string {
  const rows = programs.map(({ name, kind, target, optional }) => [
    kind,
    safe(target),
    safe(name) + (optional ? ", if this kernel has it" : ""),
  ]);
  return grid(rows, "  ") + limits.map((limit) => `  Limit: ${safe(limit)}\n`).join("");
}

/** A manifest's words are a stranger's too. */
function safe(text: string): string {
  return escapeLines(text);
}
