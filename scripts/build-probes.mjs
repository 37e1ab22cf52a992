// Compiles the BPF objects of core, of the CLI and of every probe package, and writes the probes' manifests.
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildProbe, compileBpf } from "@probekit/core/build";
import * as kernel from "@probekit/native";

const packages = fileURLToPath(new URL("../packages/", import.meta.url));

const core = path.join(packages, "core/bpf/session.bpf");
compileBpf(`${core}.c`, `${core}.o`);

for (const name of readdirSync(packages).filter((folder) => folder.startsWith("probe-"))) {
  const manifest = await buildProbe(path.join(packages, name), kernel);
  console.log(`${manifest.package}: ${Object.keys(manifest.events).join(", ")}`);
}
