import type { AnyProbe, Field, Fields } from "@probekit/core";

export type FieldKind = Field["kind"];

/**
 * What kind of value a column shows; `undefined` for the fields that every event has, and for
 * those whose value a function of the probe changes.
 */
export function fieldKind(probe: AnyProbe, event: string, path: string): FieldKind | undefined {
  const [first = "", ...rest] = path.split(".");
  const spec = probe.events[event] ?? probe.tables?.[event];
  let field = (spec?.fields as Fields | undefined)?.[first];
  for (const name of rest) field = field?.fields?.[name];
  return field?.map ? undefined : field?.kind;
}

/** A function that reads a field, with dots going into groups. */
export function fieldReader(path: string): (event: Readonly<Record<string, unknown>>) => unknown {
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0) return (event) => event[first];
  return (event) =>
    rest.reduce<unknown>(
      (value, name) => (value as Record<string, unknown> | null | undefined)?.[name],
      event[first],
    );
}
