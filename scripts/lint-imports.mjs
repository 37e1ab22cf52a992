// Enforces which package may import which (docs/architecture.md). `npm run lint:imports`
//
// A script, since Biome's `noRestrictedImports` cannot tell a type import from one that stays at
// run time, nor see where a relative path leads; dependency-cruiser cannot read TypeScript with TypeScript 7.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { importsOf } from "./lib/imports.mjs";
import { packageFolders, root } from "./lib/paths.mjs";
import { main, say } from "./lib/run.mjs";

/** What a package may import of the others, at run time, as types only, and in its tests. */
const arrows = {
  core: { values: [], types: [], tests: ["native"] },
  native: { values: [], types: ["core"], tests: ["core"] },
  cli: { values: ["core", "native"], types: [], tests: [] },
  "create-probekit": { values: [], types: [], tests: ["core", "native"] },
  probe: { values: ["core"], types: [], tests: ["native"] },
};

await main(() => {
  const violations = packageFolders().flatMap(violationsOfPackage);
  for (const violation of violations) say(violation);
  return violations.length > 0 ? 1 : 0;
});

function violationsOfPackage(folder) {
  const allowed = arrows[kindOf(basename(folder))];
  if (!allowed)
    return [`${relative(root, folder)}: scripts/lint-imports.mjs does not say what it may import`];
  return sourcesOf(folder).flatMap((file) =>
    importsOf(readFileSync(file, "utf8"))
      .map((imported) => refusal(folder, file, imported, allowed))
      .filter(Boolean)
      .map((reason) => `${relative(root, file)}: ${reason}`),
  );
}

function refusal(folder, file, { name, typeOnly }, allowed) {
  if (name.startsWith(".")) {
    const outside = !join(dirname(file), name).startsWith(folder + sep);
    return outside && `"${name}" leaves the package; import another package by its name`;
  }
  const other = /^@probekit\/([^/]+)/.exec(name)?.[1];
  if (!other || other === basename(folder)) return undefined;
  const inTest = !relative(folder, file).startsWith(`src${sep}`) || /\.test(-d)?\.ts$/.test(file);
  if (allowed.values.includes(other) || (inTest && allowed.tests.includes(other))) return undefined;
  if (allowed.types.includes(other)) return !typeOnly && `"${name}" may only be imported as a type`;
  return `"${name}" may not be imported here`;
}

function kindOf(name) {
  return name.startsWith("probe-") ? "probe" : name;
}

function sourcesOf(folder) {
  return ["src", "test", "bin"].flatMap((part) => listTree(join(folder, part))).filter(isSource);
}

function isSource(file) {
  return /\.(ts|tsx|mts|js|mjs)$/.test(file);
}

function listTree(folder) {
  try {
    return readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}
