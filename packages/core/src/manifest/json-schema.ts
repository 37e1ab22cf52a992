import type { ArgType, ArgTypes } from "../args/arg-type.js";
import type { Field, Fields, JsonSchema } from "../contract/fields.js";
import type { RecordSpec } from "../contract/record.js";
import type { TableSpec } from "../contract/table.js";

const u32 = (description: string): JsonSchema => ({ type: "integer", minimum: 0, description });

const textOrNull = (description: string): JsonSchema => ({ type: ["string", "null"], description });

const contextSchemas: Readonly<Record<string, JsonSchema>> = {
  pid: u32("process (thread group) id"),
  tid: u32("thread id"),
  ppid: u32("parent's process id"),
  uid: u32("real user id"),
  gid: u32("real group id"),
  user: textOrNull("user's name, null without one; with --names"),
  group: textOrNull("group's name, null without one; with --names"),
  comm: { type: "string", description: "thread name, at most 15 bytes" },
  cgroupId: { type: "string", pattern: "^\\d+$", description: "cgroup v2 id; with --namespaces" },
  pidNs: u32("pid namespace; with --namespaces"),
  mntNs: u32("mount namespace; with --namespaces"),
  nsPid: u32("process id inside the pid namespace; with --namespaces"),
  nsTid: u32("thread id inside the pid namespace; with --namespaces"),
  nsPpid: u32("parent's process id inside the pid namespace, 0 if outside; with --namespaces"),
  cgroupPath: textOrNull("path of the cgroup, null if not known; with --namespaces"),
  container: textOrNull("container's id, null on the host; with --namespaces"),
  podUid: textOrNull("uid of the container's Kubernetes pod, null without one; with --namespaces"),
};

/** The fields that an event has only when the session asks for them. */
export const fieldsOnRequest: ReadonlySet<string> = new Set([
  ...["user", "group", "cgroupId", "pidNs", "mntNs", "nsPid", "nsTid", "nsPpid"],
  ...["cgroupPath", "container", "podUid"],
]);

/** JSON Schema of one line of `--output json`. */
export function eventSchema(probe: string, event: string, spec: RecordSpec): JsonSchema {
  const properties: Record<string, JsonSchema> = {
    probe: { const: probe },
    event: { const: event },
    time: { type: "string", format: "date-time", description: "when it happened, UTC, to the microsecond" },
    ...contextSchemas,
    ...fieldSchemas(spec.fields),
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `${probe} ${event}`,
    description: spec.describe,
    type: "object",
    properties,
    required: Object.keys(properties).filter((name) => !fieldsOnRequest.has(name)),
  };
}

/** JSON Schema of a table's line of `--output json`, one for each row. */
export function rowSchema(probe: string, table: string, spec: TableSpec): JsonSchema {
  const properties: Record<string, JsonSchema> = {
    probe: { const: probe },
    event: { const: table },
    time: {
      type: "string",
      format: "date-time",
      description: "end of the interval, UTC, to the microsecond",
    },
    intervalMs: { type: "number", minimum: 0, description: "length of the interval, in milliseconds" },
    ...fieldSchemas(spec.fields),
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `${probe} ${table}`,
    description: spec.describe,
    type: "object",
    properties,
    required: Object.keys(properties),
  };
}

/** JSON Schema of a histogram's line of `--output json`, one for each group. */
export function histogramSchema(probe: string, histogram: string, describe: string): JsonSchema {
  const count = { type: "integer", minimum: 0 };
  const bucket: Record<string, JsonSchema> = {
    from: { type: "number", description: "the least value that is counted here" },
    to: { type: "number", description: "the least value that is not" },
    count,
  };
  const properties: Record<string, JsonSchema> = {
    probe: { const: probe },
    event: { const: histogram },
    time: { type: "string", format: "date-time", description: "when it was read, UTC" },
    group: { type: "string", description: "what was counted apart; empty when nothing is" },
    unit: { type: "string", enum: ["ns", "bytes", "count"] },
    count,
    buckets: { type: "array", items: { type: "object", properties: bucket, required: Object.keys(bucket) } },
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `${probe} ${histogram}`,
    description: describe,
    type: "object",
    properties,
    required: Object.keys(properties),
  };
}

function fieldSchemas(fields: Fields): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)]));
}

function fieldSchema(field: Field): JsonSchema {
  const description = field.describe === undefined ? {} : { description: field.describe };
  return { ...(field.map?.schema ?? kindSchema(field)), ...description };
}

function kindSchema(field: Field): JsonSchema {
  switch (field.kind) {
    case "integer":
      return { type: "integer" };
    case "id":
      return { type: "string", pattern: "^\\d+$" };
    case "boolean":
    case "flag":
      return { type: "boolean" };
    case "durationMs":
      return { type: "number", minimum: 0 };
    case "errno":
    case "stringOrNull":
      return { type: ["string", "null"] };
    case "strings":
      return { type: "array", items: { type: "string" } };
    case "text":
    case "string":
    case "enumeration":
      return { type: "string" };
    case "args":
      return argsSchema(field.args ?? {});
    case "arg":
      return nullable((field.arg as NonNullable<typeof field.arg>).type.schema);
    case "argsBy":
      return { type: "object" };
    case "group": {
      const properties = fieldSchemas(field.fields ?? {});
      return { type: "object", properties, required: Object.keys(properties) };
    }
  }
}

function argsSchema(types: ArgTypes): JsonSchema {
  const sent = Object.entries(types).filter(([, { name }]) => name !== "NONE");
  const names = sent.map(([name]) => name);
  const list = (description: string): JsonSchema => ({
    type: "array",
    items: { type: "string", enum: names },
    description,
  });
  return {
    type: "object",
    properties: {
      ...Object.fromEntries(sent.map(([name, type]) => [name, nullable(type.schema)])),
      truncated: list("arguments that were cut short; there only when there are any"),
      unreadable: list("arguments that could not be read to their end; there only when there are any"),
    },
    required: names,
  };
}

/** An argument may be missing. */
function nullable(schema: ArgType["schema"]): JsonSchema {
  return { ...schema, type: [schema.type ?? [], "null"].flat() };
}
