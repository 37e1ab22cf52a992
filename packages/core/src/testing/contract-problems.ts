import type { JsonSchema } from "../contract/fields.js";
import type { AnyProbe, Column } from "../contract/probe.js";
import { describeProbe } from "../manifest/describe.js";

/**
 * What a user would miss in a contract, a sentence each: descriptions of what it gives and
 * takes, and columns for the table in a terminal. None for a contract that is whole.
 */
export function contractProblems(probe: AnyProbe): string[] {
  const facts = { name: "", version: "", module: "", object: "" };
  const { summary, options, events, tables, histograms, plans } = describeProbe(probe, facts);
  const printed = Object.entries({ ...events, ...tables });
  return [
    ...(isSaid(summary) ? [] : ["the probe has no summary"]),
    ...(printed.length + Object.keys(histograms).length > 0
      ? []
      : ["the probe gives no event, no table and no histogram"]),
    ...Object.entries(options).flatMap(([name, { describe }]) => [
      ...(isSaid(describe) ? [] : [`option ${name} has no description`]),
      ...(hasDefault(probe, name) ? [] : [`option ${name} has no default`]),
    ]),
    ...Object.entries({ ...events, ...tables, ...histograms }).flatMap(([name, { describe }]) =>
      isSaid(describe) ? [] : [`${name} has no description`],
    ),
    ...printed.flatMap(([name, { schema, columns }]) => [
      ...undescribed(name, schema),
      ...columnProblems(name, schema, columns),
    ]),
    ...plans.flatMap(({ name, limits }) =>
      limits.filter((limit) => !isSaid(limit)).map(() => `plan ${name} has an empty limit`),
    ),
  ];
}

/** Null is one as well. */
function hasDefault(probe: AnyProbe, option: string): boolean {
  const parsed = probe.options.safeParse({});
  if (parsed.success) return parsed.data[option] !== undefined;
  return !parsed.error.issues.some(({ path }: { path: PropertyKey[] }) => path[0] === option);
}

const isSaid = (text: string | undefined) => text !== undefined && text.trim() !== "";

/** What every event has is described by core. */
const known = new Set(["probe", "event", "time"]);

function undescribed(path: string, { properties = {} }: JsonSchema): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    ...(isSaid(schema.description) || known.has(name) || schema.properties
      ? []
      : [`${path}: field ${name} has no description`]),
    ...undescribed(`${path}.${name}`, schema),
  ]);
}

function columnProblems(name: string, schema: JsonSchema, columns: readonly Column[]): string[] {
  if (columns.length === 0) return [`${name} has no columns`];
  return columns.flatMap(({ field }) =>
    hasField(schema, field.split(".")) ? [] : [`${name}: column ${field} is no field of it`],
  );
}

function hasField({ properties }: JsonSchema, [first = "", ...rest]: readonly string[]): boolean {
  const found = properties?.[first];
  return found !== undefined && (rest.length === 0 || hasField(found, rest));
}
