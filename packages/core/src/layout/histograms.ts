import type { HistogramSpec, HistogramUnit } from "../contract/histogram.js";
import { snakeCase } from "../contract/names.js";
import type { AnyProbe } from "../contract/probe.js";
import { ProbeError } from "../errors/probe-error.js";
import type { OpenedObject } from "../kernel/kernel.js";
import { enumNames } from "./enum-names.js";

/** `PROBE_HISTOGRAM_SLOTS` of probekit/histogram.bpf.h; a macro, which BTF does not have. */
export const histogramSlots = 64;

/** A histogram of a probe, with its map and the names of its groups in one object. */
export interface BoundHistogram {
  readonly name: string;
  readonly unit: HistogramUnit;
  readonly map: string;
  readonly groups: readonly { readonly number: number; readonly name: string }[];
}

/**
 * Binds a probe's histograms to its object.
 *
 * @throws {ProbeError} `ERR_RECORD_LAYOUT`
 */
export function bindHistograms(probe: AnyProbe, object: OpenedObject): BoundHistogram[] {
  const specs: Readonly<Record<string, HistogramSpec>> = probe.histograms ?? {};
  return Object.entries(specs).map(([name, { unit, groups }]) => {
    const fail = (message: string): never => {
      const details = { probe: probe.name, operation: "bind", object: `histogram ${name}`, message };
      throw new ProbeError("ERR_RECORD_LAYOUT", details);
    };
    const mapName = snakeCase(name);
    const map = object.maps.find((candidate) => candidate.name === mapName);
    if (map?.type !== "percpu_array" || map.valueSizeBytes !== histogramSlots * 8) {
      return fail(`no PROBE_HISTOGRAM(${mapName}, …) in the object`);
    }
    if (groups === undefined) return { name, unit, map: mapName, groups: [{ number: 0, name: "" }] };

    const found =
      object.btf.enum(groups) ?? fail(`no enum ${groups} in the object's BTF; add PROBE_ENUM(${groups});`);
    const named = [...enumNames(found)].map(([number, group]) => ({ number, name: group }));
    const beyond = named.find(({ number }) => number < 0 || number >= map.maxEntries);
    if (beyond)
      fail(`enum ${groups} has ${beyond.name} = ${beyond.number}, the map has ${map.maxEntries} groups`);
    return { name, unit, map: mapName, groups: named.sort((one, other) => one.number - other.number) };
  });
}
