import path from "node:path";
import { expect, test } from "vitest";
import type { FoundProbe } from "../../../src/discovery/found-probe.js";
import { loadProbe } from "../../../src/discovery/load-probe.js";
import { manifestOf } from "../arguments/manifests.js";
import { put, putPackage, scratchFolder } from "./packages.js";

test.each([
  ["object", "a.bpf.o", "probe.mjs"],
  ["module", "probe.mjs", "a.bpf.o"],
])("a probe whose %s is missing says so", async (part, missing, present) => {
  const folder = putPackage(scratchFolder(), "@probekit/probe-a", manifestOf("a"));
  put(path.join(folder, present), "");
  const probe: FoundProbe = {
    manifest: manifestOf("a"),
    source: "path",
    folder,
    manifestFile: path.join(folder, "probe.json"),
  };
  await expect(loadProbe(probe)).rejects.toThrow(
    `a: its ${part} ${path.join(folder, missing)} is missing; build the probe`,
  );
});
