import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { requireProbe } from "../contract/probe.js";
import type { Kernel } from "../kernel/kernel.js";
import { describeProbe } from "../manifest/describe.js";
import type { ProbeManifest } from "../manifest/manifest.js";
import { checkContract } from "./check.js";
import { compileBpf } from "./compiler.js";

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly exports: { readonly ".": { readonly default: string } };
}

/**
 * Builds the BPF half of a probe package whose TypeScript has been built: compiles its
 * object, holds the contract against it and writes the manifest, `probe.json`.
 *
 * @param folder the package's folder
 * @param kernel opens the object to read its BTF; nothing is loaded
 */
export async function buildProbe(folder: string, kernel: Kernel): Promise<ProbeManifest> {
  const packageJson = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as PackageJson;
  const module = packageJson.exports["."].default;
  const imported = (await import(pathToFileURL(path.join(folder, module)).href)) as { default: unknown };
  const probe = requireProbe(imported.default, packageJson.name);

  const object = fileURLToPath(probe.object);
  compileBpf(object.replace(/\.o$/, ".c"), object);
  checkContract(probe, kernel);

  const { name, version } = packageJson;
  const manifest = describeProbe(probe, { name, version, module, object: `./${path.relative(folder, object)}` });
  writeFileSync(path.join(folder, "probe.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
