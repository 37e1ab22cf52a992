import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";

/*
 * No dependencies of the repository: they bring hundreds of packages, which whoever only builds and
 * tests would install.
 */
/** The last before those that want Node 22. */
export const verdaccio = "6.2.4";
export const publint = "publint@0.3.25";
export const attw = "@arethetypeswrong/cli@0.18.5";
/** The last yarn that installs globally. */
export const yarn = "yarn@1.22.22";

/** The oldest TypeScript that the published types are held against; the newest is the repository's own. */
export const oldTypescript = "5.9.3";
export const newTypescript = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies
  .typescript;
