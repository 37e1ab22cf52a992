// Compiles the BPF objects of core, of the CLI and of every probe package, and writes the probes' manifests.
import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildProbe, compileBpf, explainBuildError, problemText } from "@probekit/core/build";
import * as kernel from "@probekit/native";

const packages = fileURLToPath(new URL("../packages/", import.meta.url));
const inPackages = (file) => path.join(packages, file);

/** What is being built. */
let folder = inPackages("core");

try {
  for (const name of ["session", "own-process"]) {
    compileBpf(inPackages(`core/bpf/${name}.bpf.c`), inPackages(`core/bpf/${name}.bpf.o`));
  }

  // What `probe doctor` tries the kernel's features with.
  folder = inPackages("cli");
  mkdirSync(inPackages("cli/dist"), { recursive: true });
  compileBpf(inPackages("cli/bpf/features.bpf.c"), inPackages("cli/dist/features.bpf.o"));

  for (const name of readdirSync(packages).filter((entry) => entry.startsWith("probe-"))) {
    folder = inPackages(name);
    const { manifest } = await buildProbe(folder, kernel);
    console.log(`${manifest.package}: ${Object.keys({ ...manifest.events, ...manifest.tables }).join(", ")}`);
  }
} catch (error) {
  process.stderr.write(problemText(explainBuildError(error, folder)));
  process.exitCode = 1;
}
