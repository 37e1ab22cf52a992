import type { Environment } from "@marcbachmann/cel-js";
import type { JsonSchema } from "@probekit/core";

/** In an event, time is a number. */
const time = "time";
const timeMs = "timeMs";

/** What CEL's own types are called cannot be a variable. */
const words = new Set(
  ["bool", "bytes", "double", "duration", "int", "list"].concat("map", "string", "timestamp", "type", "uint"),
);

/** A field's name in an expression. */
function variable(name: string): string {
  if (name === time) return timeMs;
  return words.has(name) ? `${name}_` : name;
}

/** The names that an expression can use. */
export function variablesOf({ properties = {} }: JsonSchema): string[] {
  return Object.keys(properties).map(variable);
}

/** Declares the fields of an event as variables, by its JSON Schema. */
export function declare(environment: Environment, { properties = {} }: JsonSchema): void {
  for (const [name, schema] of Object.entries(properties)) {
    if (name === time) environment.registerVariable(timeMs, "double");
    else if (isGroup(schema)) environment.registerVariable({ name: variable(name), schema: nested(schema) });
    else environment.registerVariable(variable(name), celType(schema));
  }
}

type NestedTypes = { [name: string]: string | NestedTypes };

function nested({ properties = {} }: JsonSchema): NestedTypes {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      isGroup(schema) ? nested(schema) : celType(schema),
    ]),
  );
}

/** What may be null, or of several types, has its type when it is looked at. */
function celType(schema: JsonSchema): string {
  if (isId(schema)) return "int";
  switch (schema.type ?? typeof schema.const) {
    case "integer":
      return "int";
    case "number":
      return "double";
    case "boolean":
      return "bool";
    case "string":
      return "string";
    case "array":
      return schema.items?.type === "string" ? "list<string>" : "list";
    case "object":
      return "map";
    default:
      return "dyn";
  }
}

/** 64-bit ids are decimal strings in JSON, and bigints in events. */
function isId({ type, pattern }: JsonSchema): boolean {
  return type === "string" && (pattern === "^\\d+$" || pattern === "^-?\\d+$");
}

/** An object that is always there; one that may be null is looked at when it comes. */
function isGroup({ type, properties }: JsonSchema): boolean {
  return type === "object" && properties !== undefined;
}

type Values = (event: object) => Record<string, unknown>;

/** Makes a function that gives an event's fields as CEL wants them: whole numbers as bigints. */
export function valuesOf(schema: JsonSchema): Values {
  const fields = groupValues(schema);
  const renamed = Object.keys(schema.properties ?? {}).filter((name) => words.has(name));
  return (event) => {
    const values = fields(event);
    for (const name of renamed) values[variable(name)] = values[name];
    return { ...values, [timeMs]: (event as Record<string, unknown>)[timeMs] };
  };
}

function groupValues({ properties = {} }: JsonSchema): Values {
  const fields = Object.entries(properties).map(([name, schema]) => [name, fieldValue(schema)] as const);
  return (event) => {
    const values: Record<string, unknown> = {};
    for (const [name, convert] of fields) values[name] = convert((event as Record<string, unknown>)[name]);
    return values;
  };
}

function fieldValue(schema: JsonSchema): (value: unknown) => unknown {
  if (schema.properties) {
    const values = groupValues(schema);
    return (value) => (typeof value === "object" && value !== null ? values(value) : value);
  }
  const integer = [schema.type].flat().includes("integer");
  return (value) => (integer && typeof value === "number" ? BigInt(value) : value);
}
