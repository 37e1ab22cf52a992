import type { EventColumns } from "./columns.js";

/**
 * What a row's event is called when a table has several types: the shortest name that tells
 * them apart, which is the probe's where it has one type, and the type's where there is one probe.
 */
export function eventLabels(types: readonly EventColumns[]): ReadonlyMap<string, string> {
  const probes = new Set(types.map(({ probe }) => probe));
  return new Map(
    types.map(({ probe, event }) => {
      const alone = types.filter((other) => other.probe === probe).length === 1;
      return [labelKey(probe, event), alone ? probe : probes.size === 1 ? event : `${probe}.${event}`];
    }),
  );
}

export function labelKey(probe: string, event: string): string {
  return `${probe} ${event}`;
}
