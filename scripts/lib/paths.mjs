import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The folders of the workspace's packages, in alphabetical order. */
export function packageFolders() {
  const packages = join(root, "packages");
  return readdirSync(packages, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(packages, entry.name, "package.json")))
    .map((entry) => join(packages, entry.name));
}

/** A tool that a package of the workspace depends on. `folder` is that package's; default the root. */
export function localBin(name, folder = root) {
  return join(folder, "node_modules", ".bin", name);
}
