import type { JsonSchema, ProbeManifest } from "@probekit/core";
import { knownProbes } from "../discovery/catalogue.js";
import { usageError } from "../exit.js";
import { prettyJson } from "../output/json.js";
import { print } from "../output/print.js";

/** Prints the JSON Schema of one line of a probe's JSON. */
export function schema(probe: string, event: string | undefined, project: string | undefined): void {
  print(prettyJson(linesSchema(knownProbes(project).find(probe).manifest, event)));
}

/** @throws {CliError} for an event that the probe does not have */
export function linesSchema(manifest: ProbeManifest, event: string | undefined) {
  const { name, summary } = manifest;
  const events: Readonly<Record<string, { readonly schema: JsonSchema }>> = {
    ...manifest.events,
    ...manifest.tables,
    ...manifest.histograms,
    lost: { schema: lostSchema(name) },
  };
  const schemas = Object.values(events).map((entry) => entry.schema);
  if (event !== undefined) {
    const found = Object.hasOwn(events, event) ? events[event] : undefined;
    if (found) return found.schema;
    throw usageError(`${name} has no event ${event}; it has ${Object.keys(events).join(", ")}`);
  }
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: name,
    description: summary,
    oneOf: schemas.map(({ $schema, ...inner }) => inner),
  };
}

/** What is printed between the events where some are missing. */
function lostSchema(probe: string): JsonSchema {
  const properties: Record<string, JsonSchema> = {
    probe: { type: "string", enum: [probe, "session"], description: "session: of no one probe" },
    event: { const: "lost" },
    time: { type: "string", format: "date-time", description: "when it was noticed, UTC" },
    cause: { type: "string", description: "ringFull, mapFull, missed, …; the summary on stderr explains it" },
    count: { type: "integer", minimum: 1, description: "how many since the last such line" },
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `${probe} lost`,
    description: "Events that were lost.",
    type: "object",
    properties,
    required: Object.keys(properties),
  };
}
