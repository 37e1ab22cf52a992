import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CliError } from "../exit.js";
import { hasRights } from "../run/rights.js";
import type { BrokenProbe, FoundProbe } from "./found-probe.js";
import { readJson } from "./json-file.js";
import { firstDistrusted } from "./trust.js";

/** Root's own: whoever can write it chooses what root loads. Everyone may read it. */
export const registrationFile = "/etc/probekit/probes.json";

/** Package folders by the name that the probe had when it was registered. */
export type Registrations = Readonly<Record<string, string>>;

/**
 * The folders of the registered packages, and those that are there no more.
 *
 * @throws {CliError} as {@link readRegistrations}
 */
export function registeredProbes(file: string): { folders: string[]; gone: BrokenProbe[] } {
  const entries = Object.entries(readRegistrations(file));
  const isThere = ([, folder]: [string, string]) => existsSync(path.join(folder, "package.json"));
  return {
    folders: entries.filter(isThere).map(([, folder]) => folder),
    gone: entries
      .filter((entry) => !isThere(entry))
      .map(([name, folder]) => ({
        name,
        package: name,
        source: "registered",
        folder,
        problem: `it was registered, and there is no package any more: probe remove ${name}`,
      })),
  };
}

/** @throws {CliError} for a file that others than root can change, when root or who has rights to trace reads it, or that is damaged */
export function readRegistrations(file: string): Registrations {
  const content = readJson(file);
  if (content === undefined) return {};
  const reason = hasRights() ? firstDistrusted([file], new Set([0])) : undefined;
  if (reason !== undefined) {
    throw new CliError(
      `${file}: the list of registered probes is refused with these rights: ${reason.file} ${reason.why}; look at what is in it, then chown root: and chmod go-w`,
    );
  }
  const { probes } = (content ?? {}) as { readonly probes?: unknown };
  if (!isRegistrations(probes)) {
    throw new CliError(`${file}: it is not a list of registered probes; remove it and probe add them again`);
  }
  return probes;
}

/** Under which name a probe is registered: it may be called otherwise since. */
export function registeredAs(
  name: string,
  registrations: Registrations,
  probes: readonly FoundProbe[],
): string | undefined {
  if (Object.hasOwn(registrations, name)) return name;
  const folders = probes.filter(({ manifest }) => manifest.name === name).map(({ folder }) => folder);
  return Object.keys(registrations).find((key) => folders.includes(registrations[key] ?? ""));
}

/** @throws {CliError} when it cannot be written, as by others than root */
export function writeRegistrations(file: string, probes: Registrations): void {
  /* Renamed into place: who reads it meanwhile gets the old one whole. */
  const unfinished = `${file}.${process.pid}`;
  try {
    const isNew = mkdirSync(path.dirname(file), { recursive: true }) !== undefined;
    writeFileSync(unfinished, `${JSON.stringify({ probes }, null, 2)}\n`, { flag: "wx" });
    /* Whatever the umask: `probe list` is for everyone. */
    if (isNew) chmodSync(path.dirname(file), 0o755);
    chmodSync(unfinished, 0o644);
    renameSync(unfinished, file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const remedy = code === "EACCES" ? "; only root can register probes" : "";
    throw new CliError(`${file}: cannot be written: ${code}${remedy}`, undefined, { cause });
  }
}

function isRegistrations(value: unknown): value is Registrations {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((folder) => typeof folder === "string" && path.isAbsolute(folder))
  );
}
