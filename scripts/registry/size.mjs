import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { say } from "../lib/run.mjs";
import { demand } from "./command.mjs";

const maxMegabytes = 25;

/** Measures what an installation put on the disk, and refuses it over 25 MB. */
export function requireSmall(modules) {
  const packages = packagesBelow(modules)
    .map((folder) => ({ name: folder.slice(modules.length + 1), bytes: ownBytes(folder) }))
    .sort((a, b) => b.bytes - a.bytes);
  const megabytes = packages.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  for (const { name, bytes } of packages) say(`    ${(bytes / 1e6).toFixed(2).padStart(6)} MB  ${name}`);
  demand(megabytes <= maxMegabytes, `the install takes ${megabytes.toFixed(1)} MB, over ${maxMegabytes}`);
  return `${megabytes.toFixed(2)} MB in ${packages.length} packages`;
}

/** Every package in a `node_modules`, and in theirs. */
function packagesBelow(modules) {
  return list(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? list(join(modules, name)).map((inner) => `${name}/${inner}`) : name,
    )
    .map((name) => join(modules, name))
    .flatMap((folder) => [folder, ...packagesBelow(join(folder, "node_modules"))]);
}

/** Sizes of files, without the packages within. */
function ownBytes(folder) {
  return list(folder)
    .filter((name) => name !== "node_modules")
    .map((name) => join(folder, name))
    .reduce((sum, file) => sum + (lstatSync(file).isDirectory() ? ownBytes(file) : lstatSync(file).size), 0);
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
