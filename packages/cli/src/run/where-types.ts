import type { Environment } from "@marcbachmann/cel-js";
import type { JsonSchema } from "@probekit/core";

/** In an event, time is a number. */
const time = "time";
const timeMs = "timeMs";

/** The names that an expression can use. */
export function variablesOf({ properties = {} }: JsonSchema): string[] {
  return Object.keys(properties).map((name) => (name === time ? timeMs : name));
}

/** Declares the fields of an event as variables, by its JSON Schema. */
export function declare(environment: Environment, { properties = {} }: JsonSchema): void {
  for (const [name, schema] of Object.entries(properties)) {
    if (name === time) environment.registerVariable(timeMs, "double");
    else if (schema.properties) environment.registerVariable({ name, schema: nested(schema) });
    else environment.registerVariable(name, celType(schema));
  }
}

type NestedTypes = { [name: string]: string | NestedTypes };

function nested({ properties = {} }: JsonSchema): NestedTypes {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      schema.properties ? nested(schema) : celType(schema),
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
  return type === "string" && pattern === "^\\d+$";
}

type Values = (event: object) => Record<string, unknown>;

/** Makes a function that gives an event's fields as CEL wants them: whole numbers as bigints. */
export function valuesOf({ properties = {} }: JsonSchema): Values {
  const fields = Object.entries(properties).map(([name, schema]) =>
    name === time
      ? ([timeMs, (value: unknown) => value] as const)
      : ([name, schema.properties ? groupValues(schema) : fieldValue(schema)] as const),
  );
  return (event) => {
    const values: Record<string, unknown> = {};
    for (const [name, convert] of fields) values[name] = convert((event as Record<string, unknown>)[name]);
    return values;
  };
}

function groupValues(schema: JsonSchema): (value: unknown) => unknown {
  const values = valuesOf(schema);
  return (value) => (typeof value === "object" && value !== null ? values(value) : value);
}

function fieldValue(schema: JsonSchema): (value: unknown) => unknown {
  const integer = [schema.type].flat().includes("integer");
  return (value) => (integer && typeof value === "number" ? BigInt(value) : value);
}
