// Compiles the BPF objects of core, of the CLI and of every probe package, and writes the probes' manifests.
import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildProbe, compileBpf } from "@probekit/core/build";
import * as kernel from "@probekit/native";

const packages = fileURLToPath(new URL("../packages/", import.meta.url));
const inPackages = (file) => path.join(packages, file);

try {
  for (const name of ["session", "own-process"]) {
    compileBpf(inPackages(`core/bpf/${name}.bpf.c`), inPackages(`core/bpf/${name}.bpf.o`));
  }

  // What `probe doctor` tries the kernel's features with.
  mkdirSync(inPackages("cli/dist"), { recursive: true });
  compileBpf(inPackages("cli/bpf/features.bpf.c"), inPackages("cli/dist/features.bpf.o"));

  for (const name of readdirSync(packages).filter((folder) => folder.startsWith("probe-"))) {
    const manifest = await buildProbe(inPackages(name), kernel);
    console.log(`${manifest.package}: ${Object.keys({ ...manifest.events, ...manifest.tables }).join(", ")}`);
  }
} catch (error) {
  // The compiler's or the contract's own words; a stack would bury them.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
