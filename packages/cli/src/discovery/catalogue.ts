import { realpathSync } from "node:fs";
import path from "node:path";
import { usageError } from "../exit.js";
import { installedCliFolder, realCliFolder } from "./cli-folder.js";
import type { BrokenProbe, Candidate, FoundProbe } from "./found-probe.js";
import { nearest } from "./nearest.js";
import { probeFolders } from "./places.js";
import { projectFolders } from "./project.js";
import { readProbePackage } from "./read-package.js";
import { registeredProbes, registrationFile } from "./registration.js";

/** The probe packages of this machine. Reads manifests and runs no package's code. */
export class Catalogue {
  readonly probes: readonly FoundProbe[];
  readonly broken: readonly BrokenProbe[];

  /** @param broken what is known to be broken already */
  constructor(candidates: readonly Candidate[], broken: readonly BrokenProbe[] = []) {
    const packages = distinct(candidates)
      .map(readProbePackage)
      .filter((found) => found !== undefined);
    this.probes = packages
      .filter((found) => "manifest" in found)
      /* localeCompare() would load the collation of a language: a third of all of this. */
      .sort((a, b) => Number(a.manifest.name > b.manifest.name) - Number(a.manifest.name < b.manifest.name));
    this.broken = [...packages.filter((found) => "problem" in found), ...broken];
  }

  /**
   * The probe of a name, or of the package at a path. A path has a slash in it or is a dot.
   *
   * @throws {CliError} when there is none, or more than one, or it cannot be used
   */
  find(nameOrPath: string): FoundProbe {
    return isPath(nameOrPath) ? findByPath(nameOrPath) : this.#findByName(nameOrPath);
  }

  #findByName(name: string): FoundProbe {
    const found = this.probes.filter(({ manifest }) => manifest.name === name);
    const [first] = found;
    if (found.length > 1) {
      const places = found.map(({ folder, source }) => `${folder} (${source})`).join(" and ");
      throw usageError(`two probes are called ${name}: ${places}; remove one, or name one by its path`);
    }
    if (first) return first;
    const broken = this.broken.find((entry) => entry.name === name);
    throw usageError(broken ? brokenMessage(broken) : this.#missing(name));
  }

  #missing(name: string): string {
    const names = [...new Set(this.probes.map(({ manifest }) => manifest.name))];
    const installed = names.length > 0 ? `installed are ${names.join(", ")}` : "none is installed";
    const near = nearest(name, names);
    if (near !== undefined) return `no probe is called ${name}: did you mean ${near}? ${installed}`;
    /* Only for a name that is no slip: what is installed as root should be meant. */
    const install = /^[a-z][a-z0-9-]*$/.test(name) ? `; npm install -g @probekit/probe-${name}` : "";
    return `no probe is called ${name}; ${installed}${install}`;
  }
}

/**
 * The probes installed beside this CLI, those that were registered, and a project's.
 *
 * @param project the folder that `--project` names
 * @throws {CliError} for a project that is none, and for a list of registrations that is not root's
 */
export function knownProbes(project?: string): Catalogue {
  const registered = registeredProbes(registrationFile);
  const candidates: Candidate[] = [
    ...from("installed", probeFolders(installedCliFolder(), realCliFolder())),
    ...from("registered", registered.folders),
    ...from("project", project === undefined ? [] : projectFolders(project)),
  ];
  return new Catalogue(candidates, registered.gone);
}

/** @throws {CliError} when the folder is no probe package, or one that cannot be used */
export function findByPath(folder: string): FoundProbe {
  const found = readProbePackage({ folder: path.resolve(folder), source: "path" });
  if (found === undefined) {
    throw usageError(`${folder} is not a probe package: it has no package.json with a probekit.probe field`);
  }
  if ("problem" in found) throw usageError(brokenMessage(found));
  return found;
}

export function isPath(nameOrPath: string): boolean {
  return nameOrPath.includes("/") || /^\.+$/.test(nameOrPath);
}

export function brokenMessage({ package: name, folder, problem }: BrokenProbe): string {
  return `${name} in ${folder} cannot be used: ${problem}`;
}

/** A package that is found in several ways is one; the first way is the one shown. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  const byFolder = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const folder = realFolder(candidate.folder);
    if (!byFolder.has(folder)) byFolder.set(folder, candidate);
  }
  return [...byFolder.values()];
}

function realFolder(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return folder;
  }
}

function from(source: Candidate["source"], folders: readonly string[]): Candidate[] {
  return folders.map((folder) => ({ folder, source }));
}
