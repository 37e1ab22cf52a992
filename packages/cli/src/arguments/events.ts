import type { ProbeManifest } from "@probekit/core";
import { nearest } from "../discovery/nearest.js";
import { usageError } from "../exit.js";

/**
 * `--events connect,filelife.deleted` as the events and tables wanted, by probe. Of a probe
 * that is not spoken of, none is chosen: it sends what it sends by itself.
 *
 * @throws {CliError} for a name that no probe of the run has
 */
export function chosenEvents(
  given: readonly string[],
  manifests: readonly ProbeManifest[],
): ReadonlyMap<string, readonly string[]> {
  const chosen = new Map<string, string[]>();
  for (const entry of given.flatMap((list) => list.split(",")).map((name) => name.trim())) {
    const owners = manifests.filter((manifest) => namesOf(manifest).some(matches(manifest, entry)));
    if (owners.length === 0) throw unknownEvent(entry, manifests);
    for (const { name } of owners) {
      const event = entry.startsWith(`${name}.`) ? entry.slice(name.length + 1) : entry;
      chosen.set(name, [...(chosen.get(name) ?? []), event]);
    }
  }
  return chosen;
}

function namesOf({ events, tables }: ProbeManifest): string[] {
  return [...Object.keys(events), ...Object.keys(tables)];
}

function matches({ name }: ProbeManifest, entry: string): (event: string) => boolean {
  return (event) => entry === event || entry === `${name}.${event}`;
}

function unknownEvent(entry: string, manifests: readonly ProbeManifest[]) {
  const known = manifests.flatMap(namesOf);
  const near = nearest(entry, known);
  return usageError(
    `--events ${entry}: there is no such event${near ? `; did you mean ${near}?` : ""}; there are ${manifests
      .map((manifest) => `${namesOf(manifest).join(", ")} of ${manifest.name}`)
      .join("; ")}`,
  );
}
