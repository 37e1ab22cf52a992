import { statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { AnyProbe } from "../contract/probe.js";
import type { Kernel } from "../kernel/kernel.js";
import { describeProbe } from "../manifest/describe.js";
import type { ProbeManifest } from "../manifest/manifest.js";
import { type AuthorPackage, importProbe, readAuthorPackage } from "./author-package.js";
import { checkContract } from "./check.js";
import { compileBpf } from "./compiler.js";

/** A probe package that has been built. */
export interface BuiltProbe {
  readonly probe: AnyProbe;
  /** As it is in `probe.json`. */
  readonly manifest: ProbeManifest;
  /** The object's file. */
  readonly object: string;
  readonly objectSizeBytes: number;
}

/**
 * Builds the BPF half of a probe package whose TypeScript has been built: compiles its
 * object, holds the contract against it and writes the manifest, `probe.json`.
 *
 * @param folder the package's folder
 * @param kernel opens the object to read its BTF; nothing is loaded
 * @throws {CompileError} with the compiler's own messages
 * @throws {ProbeError} `ERR_PACKAGE`, or the first thing in which contract and object differ;
 * {@link explainBuildError} finds where
 */
export async function buildProbe(folder: string, kernel: Kernel): Promise<BuiltProbe> {
  const authored = readAuthorPackage(folder);
  const probe = await importProbe(authored);

  const object = fileURLToPath(probe.object);
  compileBpf(sourceOfObject(object), object);
  return completeBuild(authored, probe, kernel);
}

/** What an object is compiled from. */
export function sourceOfObject(object: string): string {
  return object.replace(/\.o$/, ".c");
}

/**
 * The part of {@link buildProbe} that is left when both halves have been compiled: holds the
 * contract against the object and writes the manifest.
 *
 * @throws {ProbeError} the first thing in which they differ; the manifest is then as it was
 */
export function completeBuild(authored: AuthorPackage, probe: AnyProbe, kernel: Kernel): BuiltProbe {
  checkContract(probe, kernel);
  const object = fileURLToPath(probe.object);
  const { folder, name, version, module } = authored;
  const manifest = describeProbe(probe, {
    ...{ name, version, module },
    object: `./${path.relative(folder, object)}`,
  });
  writeFileSync(path.join(folder, "probe.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return { probe, manifest, object, objectSizeBytes: statSync(object).size };
}
