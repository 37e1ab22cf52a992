import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyProbe } from "@probekit/core";
import { CliError } from "../exit.js";
import { requireBuilt } from "./built.js";
import type { FoundProbe } from "./found-probe.js";
import { requireTrusted } from "./trust.js";

/**
 * Imports a probe's module. This runs the package's code.
 *
 * @throws {CliError} when the package is not built or not to be trusted, or its module fails
 * @throws {ProbeError} `ERR_CONTRACT`, `ERR_API_VERSION`
 */
export async function loadProbe(found: FoundProbe): Promise<AnyProbe> {
  requireBuilt(found);
  requireTrusted(found);
  const { requireProbe } = await import("@probekit/core");
  const file = path.resolve(path.dirname(found.manifestFile), found.manifest.module);
  const module = await importModule(found.manifest.name, file);
  return requireProbe(module.default, file);
}

async function importModule(probe: string, file: string): Promise<{ default?: unknown }> {
  try {
    return (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`${probe}: its module ${file} cannot be loaded: ${reason}`, undefined, { cause });
  }
}
