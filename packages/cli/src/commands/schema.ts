import type { ProbeManifest } from "@probekit/core";
import { installedProbes } from "../discovery/catalogue.js";
import { usageError } from "../exit.js";
import { prettyJson } from "../output/json.js";
import { print } from "../output/print.js";

/** Prints the JSON Schema of one line of a probe's JSON. */
export function schema(probe: string, event: string | undefined): void {
  print(prettyJson(linesSchema(installedProbes().find(probe).manifest, event)));
}

/** @throws {CliError} for an event that the probe does not have */
export function linesSchema(manifest: ProbeManifest, event: string | undefined) {
  const { name, summary } = manifest;
  const events = { ...manifest.events, ...manifest.histograms };
  const schemas = Object.values(events).map((entry) => entry.schema);
  const [only] = schemas;
  if (event !== undefined) {
    const found = Object.hasOwn(events, event) ? events[event] : undefined;
    if (found) return found.schema;
    throw usageError(`${name} has no event ${event}; it has ${Object.keys(events).join(", ")}`);
  }
  if (schemas.length === 1 && only) return only;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: name,
    description: summary,
    oneOf: schemas.map(({ $schema, ...inner }) => inner),
  };
}
