import type { OptionManifest, ProbeManifest } from "@probekit/core";

/** A manifest of which only name and options matter. */
export function manifestOf(
  name: string,
  options: Record<string, OptionManifest["schema"]> = {},
): ProbeManifest {
  return {
    manifestVersion: 1,
    apiVersion: 1,
    name,
    package: `@probekit/probe-${name}`,
    version: "1.0.0",
    summary: `The ${name} probe`,
    visibility: "process",
    module: "./probe.mjs",
    object: `./${name}.bpf.o`,
    options: Object.fromEntries(
      Object.entries(options).map(([option, schema]) => [
        option,
        { describe: option, default: null, schema },
      ]),
    ),
    events: {},
    tables: {},
    histograms: {},
    plans: [],
  };
}
