import { statSync } from "node:fs";
import path from "node:path";
import { CliError } from "../exit.js";
import type { FoundProbe } from "./found-probe.js";

/**
 * Refuses a probe of which a file is missing, as after a build that failed.
 *
 * @throws {CliError} naming the file and the remedy
 */
export function requireBuilt({ manifest, manifestFile }: FoundProbe): void {
  for (const part of ["object", "module"] as const) {
    const file = path.resolve(path.dirname(manifestFile), manifest[part]);
    if (statSync(file, { throwIfNoEntry: false }) === undefined)
      throw new CliError(`${manifest.name}: its ${part} ${file} is missing; build the probe`);
  }
}
