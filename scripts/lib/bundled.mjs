import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The folders of the packages that bundles below `dist` have code of, as their source maps tell. */
export function bundledPackages(dist) {
  const sources = readdirSync(dist, { recursive: true })
    .filter((name) => name.endsWith(".js.map"))
    .flatMap((name) => sourcesOf(join(dist, name)));
  return [...new Set(sources.map(folderOf).filter(Boolean))];
}

/** A package in a folder of packages, with links resolved. */
export function packageFolder(modules, name) {
  return realpathSync(join(modules, name));
}

/** @returns `{ title, text }`: name, version and the licence's short name, and the licence itself */
export function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (!file) throw new Error(`${folder} has no licence that could be passed on`);
  return { title: `${name} ${version} (${license})`, text: readFileSync(join(folder, file), "utf8") };
}

function sourcesOf(map) {
  const { sources } = JSON.parse(readFileSync(map, "utf8"));
  return sources.map((source) => resolve(dirname(map), source));
}

/** Of a file in a package, the package; `undefined` for files of our own. */
function folderOf(file) {
  return /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0];
}
