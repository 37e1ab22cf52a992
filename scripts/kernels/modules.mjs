import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * Kernel modules by name with all that they depend on, in the order in which they can be loaded.
 * A module that has no file is taken to be built in.
 *
 * Dependencies come from the modules themselves: the packages have no `modules.dep`.
 *
 * @returns `{ name, image: Buffer }[]`
 */
export function modulesWithDependencies(names, folder) {
  const files = new Map(
    readdirSync(folder, { recursive: true })
      .filter((file) => /\.ko(\.\w+)?$/.test(file))
      .map((file) => [canonical(basename(file).replace(/\.ko.*$/, "")), join(folder, file)]),
  );
  const ordered = new Map();
  const add = (name) => {
    const file = files.get(name);
    if (!file || ordered.has(name)) return;
    const image = readModule(file);
    for (const dependency of dependenciesOf(image)) add(dependency);
    ordered.set(name, { name, image });
  };
  for (const name of names) add(canonical(name));
  return [...ordered.values()];
}

function canonical(name) {
  return name.replaceAll("-", "_");
}

/** `depends=a,b` in the section `.modinfo`, a list of strings that end with NUL. */
function dependenciesOf(image) {
  const at = image.indexOf("\0depends=");
  if (at < 0) return [];
  const text = image.toString("latin1", at + "\0depends=".length, image.indexOf(0, at + 1));
  return text.split(",").filter(Boolean).map(canonical);
}

function readModule(file) {
  if (file.endsWith(".ko")) return readFileSync(file);
  const decompress = file.endsWith(".xz") ? "xz" : "zstd";
  return execFileSync(decompress, ["-dc", file], { maxBuffer: 256 * 1024 * 1024 });
}
