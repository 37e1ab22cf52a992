import { requireBuilt } from "../discovery/built.js";
import { findByPath, knownProbes } from "../discovery/catalogue.js";
import { readRegistrations, registrationFile, writeRegistrations } from "../discovery/registration.js";
import { requireTrusted } from "../discovery/trust.js";
import { usageError } from "../exit.js";
import { escapeText } from "../output/escape.js";
import { say } from "../output/print.js";

/** Registers a package, so that its probe can be run by name. Runs none of its code. */
export function add(folder: string): void {
  const found = findByPath(folder);
  requireBuilt(found);
  requireTrusted(found);
  const { name } = found.manifest;
  const other = knownProbes().probes.find((probe) => probe.manifest.name === name);
  if (other?.folder === found.folder) {
    say(`probe: ${escapeText(`${name} is ${other.source} already, from ${found.folder}`)}\n`);
    return;
  }
  if (other) {
    throw usageError(
      `two probes would be called ${name}: ${other.folder} (${other.source}) and ${found.folder}; remove the first`,
    );
  }
  writeRegistrations(registrationFile, { ...readRegistrations(registrationFile), [name]: found.folder });
  say(`probe: ${escapeText(`${name} is registered, from ${found.folder}`)}\n`);
}
