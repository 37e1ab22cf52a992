import type { Environment } from "@marcbachmann/cel-js";
import type { JsonSchema, ProbeManifest } from "@probekit/core";
import { nearest } from "../discovery/nearest.js";
import { usageError } from "../exit.js";
import { declare, valuesOf, variablesOf } from "./where-types.js";

/** What `--where` is asked about: an event or a table's row. */
export interface Asked {
  readonly probe: string;
  readonly event: string;
}

/** `--where`: an expression in CEL (cel.dev) over the fields of an event. */
export interface Where {
  readonly matches: (event: Asked) => boolean;
  /** Types of event, as `probe.event`, that lack a field it asks for: none of them matches. */
  readonly without: readonly { readonly type: string; readonly reason: string }[];
  /** Events for which it had no result; they do not match. */
  readonly failures: { count: number; first: string };
}

interface Type {
  readonly name: string;
  readonly schema: JsonSchema;
}

type Matches = (event: Asked) => boolean;

/**
 * Compiles an expression for each type of event of a run.
 *
 * @throws {CliError} when it is right for none of them
 */
export async function compileWhere(expression: string, manifests: readonly ProbeManifest[]): Promise<Where> {
  const cel = await import("@marcbachmann/cel-js");
  const types = manifests.flatMap(typesOf);
  const failures = { count: 0, first: "" };
  const byType = new Map<string, Matches>();
  const without: { type: string; reason: string }[] = [];
  const errors: string[] = [];
  for (const { name, schema } of types) {
    const environment = new cel.Environment();
    declare(environment, schema);
    const error = problem(environment, expression);
    if (error === undefined) byType.set(name, compile(environment, expression, schema, failures));
    else {
      without.push({ type: name, reason: firstLine(error) });
      errors.push(error);
    }
  }
  if (byType.size === 0) throw usageError(`--where: ${explain(errors, types)}`);
  const matches = (event: Asked) => byType.get(`${event.probe}.${event.event}`)?.(event) ?? false;
  return { matches, without, failures };
}

function typesOf({ name, events, tables }: ProbeManifest): Type[] {
  return Object.entries({ ...events, ...tables }).map(([event, { schema }]) => ({
    name: `${name}.${event}`,
    schema,
  }));
}

/** What is wrong with an expression; `undefined` when it is a condition. */
function problem(environment: Environment, expression: string): string | undefined {
  const { valid, type = "", error } = environment.check(expression);
  if (!valid) return error?.message ?? "it is not valid";
  return type === "bool" || type === "dyn" ? undefined : `a condition is needed, and this is of type ${type}`;
}

function compile(
  environment: Environment,
  expression: string,
  schema: JsonSchema,
  failures: Where["failures"],
): Matches {
  const evaluate = environment.parse(expression);
  const values = valuesOf(schema);
  return (event) => {
    try {
      return evaluate(values(event)) === true;
    } catch (error) {
      if (failures.count++ === 0) failures.first = firstLine((error as Error).message);
      return false;
    }
  };
}

/** A wrong type says more than a field that this or that type of event does not have. */
function explain(errors: readonly string[], types: readonly Type[]): string {
  const best = errors.find((error) => !error.startsWith("Unknown variable")) ?? errors[0] ?? "";
  const [, unknown] = /^Unknown variable: (\S+)/.exec(best) ?? [];
  if (unknown === undefined) return best;
  const fields = [...new Set(types.flatMap(({ schema }) => variablesOf(schema)))];
  const near = nearest(unknown, fields);
  return `there is no field ${unknown}${near ? `; did you mean ${near}?` : ""}; there are ${fields.join(", ")}`;
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? "";
}
