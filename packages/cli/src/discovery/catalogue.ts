import { realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { usageError } from "../exit.js";
import { packageFolder } from "../package-folder.js";
import { type BrokenProbe, type FoundProbe, probeNameOf } from "./found-probe.js";
import { nearest } from "./nearest.js";
import { probeFolders } from "./places.js";
import { readProbePackage } from "./read-package.js";

/** The probe packages of this machine. Reads manifests and runs no package's code. */
export class Catalogue {
  readonly probes: readonly FoundProbe[];
  readonly broken: readonly BrokenProbe[];

  constructor(folders: readonly string[]) {
    const packages = [...new Set(folders.map(realFolder))]
      .map(readProbePackage)
      .filter((found) => found !== undefined);
    this.probes = packages
      .filter((found) => "manifest" in found)
      /* localeCompare() would load the collation of a language: a third of all of this. */
      .sort((a, b) => Number(a.manifest.name > b.manifest.name) - Number(a.manifest.name < b.manifest.name));
    this.broken = packages.filter((found) => "problem" in found);
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
      throw usageError(
        `two installed probes are called ${name}: ${found.map(({ folder }) => folder).join(" and ")}; remove one, or name one by its path`,
      );
    }
    if (first) return first;
    const broken = this.broken.find((entry) => probeNameOf(entry.package) === name);
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

/** The probes installed beside this CLI. */
export function installedProbes(): Catalogue {
  return new Catalogue(probeFolders(realpathSync(fileURLToPath(packageFolder)).replace(/\/$/, "")));
}

export function isPath(nameOrPath: string): boolean {
  return nameOrPath.includes("/") || /^\.+$/.test(nameOrPath);
}

function findByPath(folder: string): FoundProbe {
  const found = readProbePackage(path.resolve(folder));
  if (found === undefined) {
    throw usageError(`${folder} is not a probe package: it has no package.json with a probekit.probe field`);
  }
  if ("problem" in found) throw usageError(brokenMessage(found));
  return found;
}

function brokenMessage({ package: name, folder, problem }: BrokenProbe): string {
  return `${name} in ${folder} cannot be used: ${problem}`;
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
