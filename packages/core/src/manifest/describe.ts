import { toJSONSchema } from "zod";
import type { AttachPlan } from "../contract/attach.js";
import type { JsonSchema } from "../contract/fields.js";
import type { HistogramSpec } from "../contract/histogram.js";
import type { AnyProbe, Column } from "../contract/probe.js";
import type { RecordSpec } from "../contract/record.js";
import type { TableSpec } from "../contract/table.js";
import { eventSchema, histogramSchema, rowSchema } from "./json-schema.js";
import type {
  HistogramManifest,
  OptionManifest,
  PlanManifest,
  ProbeManifest,
  TableManifest,
} from "./manifest.js";

export interface PackageFacts {
  readonly name: string;
  readonly version: string;
  /** From the manifest's folder. */
  readonly module: string;
  readonly object: string;
}

/** Derives a manifest from a contract. */
export function describeProbe(probe: AnyProbe, facts: PackageFacts): ProbeManifest {
  const events = Object.entries(probe.events as Record<string, RecordSpec>);
  return {
    manifestVersion: 1,
    apiVersion: probe.apiVersion,
    name: probe.name,
    package: facts.name,
    version: facts.version,
    summary: probe.summary,
    visibility: probe.visibility,
    module: facts.module,
    object: facts.object,
    options: describeOptions(probe),
    events: Object.fromEntries(
      events.map(([event, spec]) => [
        event,
        {
          describe: spec.describe,
          schema: eventSchema(probe.name, event, spec),
          columns: columnsOf(probe, event),
          optIn: spec.optIn,
        },
      ]),
    ),
    tables: describeTables(probe),
    histograms: describeHistograms(probe),
    plans: probe.attachPlans.map(describePlan),
  };
}

function describeOptions(probe: AnyProbe): Record<string, OptionManifest> {
  const { properties = {} } = toJSONSchema(probe.options, { io: "input" }) as JsonSchema;
  return Object.fromEntries(
    Object.entries(properties).map(([name, { description = "", default: value, ...schema }]) => [
      name,
      { describe: description, default: value ?? null, schema },
    ]),
  );
}

function columnsOf(probe: AnyProbe, output: string): readonly Column[] {
  return (probe.columns as Record<string, readonly Column[]>)[output] ?? [];
}

function describeTables(probe: AnyProbe): Record<string, TableManifest> {
  const specs: Readonly<Record<string, TableSpec>> = probe.tables ?? {};
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const { describe, orders, optIn, atEnd } = spec;
      const schema = rowSchema(probe.name, name, spec);
      return [name, { describe, schema, columns: columnsOf(probe, name), optIn, orders, atEnd }];
    }),
  );
}

function describeHistograms(probe: AnyProbe): Record<string, HistogramManifest> {
  const specs: Readonly<Record<string, HistogramSpec>> = probe.histograms ?? {};
  return Object.fromEntries(
    Object.entries(specs).map(([name, { describe, unit }]) => [
      name,
      { describe, unit, schema: histogramSchema(probe.name, name, describe) },
    ]),
  );
}

function describePlan({ name, limits, programs }: AttachPlan): PlanManifest {
  return {
    name,
    limits,
    programs: Object.entries(programs).flatMap(([program, specs]) =>
      specs.map(({ kind, target, optional = false }) => ({ name: program, kind, target, optional })),
    ),
  };
}
