import { knownProbes } from "../discovery/catalogue.js";
import type { FoundProbe } from "../discovery/found-probe.js";
import {
  readRegistrations,
  registeredAs,
  registrationFile,
  writeRegistrations,
} from "../discovery/registration.js";
import { usageError } from "../exit.js";
import { escapeText } from "../output/escape.js";
import { say } from "../output/print.js";

/** Forgets a package that was registered. Its files stay. */
export function remove(name: string): void {
  const registrations = readRegistrations(registrationFile);
  const { probes } = knownProbes();
  const key = registeredAs(name, registrations, probes);
  if (key === undefined) throw usageError(notRegistered(name, probes, Object.keys(registrations)));
  const { [key]: folder, ...others } = registrations;
  writeRegistrations(registrationFile, others);
  say(`probe: ${escapeText(`${name} is no longer registered; it stays in ${folder}`)}\n`);
}

function notRegistered(name: string, probes: readonly FoundProbe[], registered: readonly string[]): string {
  const installed = probes.find(({ manifest }) => manifest.name === name);
  if (installed) return `${name} is ${installed.source}: npm uninstall -g ${installed.manifest.package}`;
  const others = registered.length > 0 ? `registered are ${registered.join(", ")}` : "none is registered";
  return `no registered probe is called ${name}; ${others}`;
}
