import { realpathSync } from "node:fs";
import path from "node:path";
import type { ProbeManifest } from "@probekit/core";
import { type BrokenProbe, type Candidate, type FoundProbe, probeNameOf } from "./found-probe.js";
import { readJson } from "./json-file.js";

/** The version of the probe contract that this CLI hosts; core's own `apiVersion`, without loading core. */
export const supportedApiVersion = 1;

interface PackageJson {
  readonly name?: string;
  readonly probekit?: { readonly probe?: unknown };
}

/** Reads a folder as a probe package; `undefined` if it does not claim to be one. */
export function readProbePackage({ folder: given, source }: Candidate): FoundProbe | BrokenProbe | undefined {
  const packageJson = readJson(path.join(given, "package.json")) as PackageJson | null | undefined;
  const manifestPath = packageJson?.probekit?.probe;
  if (typeof manifestPath !== "string") return undefined;

  const folder = realpathSync.native(given);
  const manifestFile = path.join(folder, manifestPath);
  const manifest = readJson(manifestFile);
  const problem = manifestProblem(manifest, manifestFile);
  if (problem === undefined) return { manifest: manifest as ProbeManifest, source, folder, manifestFile };
  const packageName = packageJson?.name ?? path.basename(folder);
  const { name = probeNameOf(packageName) } = (manifest ?? {}) as Partial<ProbeManifest>;
  return { name, package: packageName, source, folder, problem };
}

/** Why a manifest cannot be used; `undefined` if it can. */
export function manifestProblem(manifest: unknown, file: string): string | undefined {
  if (manifest === undefined) return `${file} is not there: the package has not been built`;
  const { manifestVersion, apiVersion, name } = (manifest ?? {}) as Partial<ProbeManifest>;
  if (manifestVersion !== 1 || typeof apiVersion !== "number" || typeof name !== "string") {
    return `${file} is not the manifest of a probe`;
  }
  if (apiVersion === supportedApiVersion) {
    return isWhole(manifest as ProbeManifest) ? undefined : `${file} is not whole: build the package again`;
  }
  const remedy = apiVersion > supportedApiVersion ? "update @probekit/cli" : "update the probe";
  return `it was written for version ${apiVersion} of the probe contract, and this is version ${supportedApiVersion}: ${remedy}`;
}

/** What is read of every probe, whichever is meant: one damaged package must not stop all others. */
function isWhole(manifest: ProbeManifest): boolean {
  const {
    package: name,
    version,
    summary,
    module,
    object,
    options,
    events,
    tables,
    histograms,
    plans,
  } = manifest;
  return (
    [name, version, summary, module, object].every((text) => typeof text === "string") &&
    [options, events, tables, histograms].every(
      (entries) => typeof entries === "object" && entries !== null,
    ) &&
    Array.isArray(plans)
  );
}
