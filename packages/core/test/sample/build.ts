import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileBpf } from "../../src/build/compiler.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-sample-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

/** The object of `<name>.bpf.c` in this folder, once {@link buildSample} has compiled it. */
export function sampleObject(name: string): URL {
  return pathToFileURL(path.join(folder, `${name}.bpf.o`));
}

export function buildSample(name: string): void {
  const source = fileURLToPath(new URL(`${name}.bpf.c`, import.meta.url));
  compileBpf(source, fileURLToPath(sampleObject(name)));
}
