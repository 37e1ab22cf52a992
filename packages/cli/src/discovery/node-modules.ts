import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { readJson } from "./json-file.js";

const dependencyFields = ["dependencies", "devDependencies", "optionalDependencies"] as const;

type Dependencies = {
  readonly [field in (typeof dependencyFields)[number]]?: Readonly<Record<string, string>>;
};

/**
 * Packages of a folder's `node_modules` that may be probes: those with a probe's name, and under
 * any name those that were asked for, which a `package.json` beside it says. Where there is none,
 * as in npm's global folder, all were.
 */
export function packagesIn(folder: string): string[] {
  const modules = path.join(folder, "node_modules");
  const names = packageNames(modules);
  if (names.length === 0) return [];
  const asked = dependencyNames(folder);
  const wanted = asked ? names.filter((name) => isProbeName(name) || asked.has(name)) : names;
  return wanted.map((name) => path.join(modules, name));
}

/**
 * The packages that a project asks for itself, each where Node would find it.
 *
 * @returns `undefined` for a folder without a `package.json`
 */
export function dependenciesOf(project: string): string[] | undefined {
  const names = dependencyNames(project);
  const folders = withAncestors(project);
  return (
    names &&
    [...names].flatMap(
      (name) => folders.map((at) => path.join(at, "node_modules", name)).find(existsSync) ?? [],
    )
  );
}

/** A folder and all above it, itself first. */
export function withAncestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...withAncestors(parent)];
}

/** The names in a folder, in order; none for one that is not there or cannot be read. */
export function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** The packages of a `node_modules`, by name. */
export function packageNames(modules: string): string[] {
  return list(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? list(path.join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
    );
}

function isProbeName(name: string): boolean {
  return /^(@[^/]+\/)?probekit-probe-|^@probekit\/probe-/.test(name);
}

function dependencyNames(folder: string): Set<string> | undefined {
  const packageJson = readJson(path.join(folder, "package.json")) as Dependencies | null | undefined;
  if (!packageJson) return undefined;
  return new Set(dependencyFields.flatMap((field) => Object.keys(packageJson[field] ?? {})));
}
