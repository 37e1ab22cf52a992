import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, unlessDone } from "../lib/fingerprint.mjs";
import { pnpmVersion } from "../lib/install.mjs";
import { localBin, root } from "../lib/paths.mjs";
import { capture } from "./command.mjs";

/*
 * No dependencies of the repository: they bring hundreds of packages, which whoever only builds and
 * tests would install.
 */
const packageJson = {
  private: true,
  dependencies: {
    "@arethetypeswrong/cli": "0.18.5",
    pnpm: pnpmVersion,
    publint: "0.3.25",
    /* The last before those that want Node 22. */
    verdaccio: "6.2.4",
    /* The last that installs globally. */
    yarn: "1.22.22",
  },
  /* verdaccio asks for a tag of it, and mirrors need not have tags. */
  overrides: { "node-fetch": "2.7.0" },
};

const folder = join(root, ".cache", "registry");

/** Installs what the checks run, once for this checkout. */
export async function ensureTools() {
  const content = JSON.stringify(packageJson);
  await unlessDone(join(folder, ".installed"), fingerprint([], [content]), async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), content);
    await capture("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
  });
}

/** The path of one of their commands. */
export function tool(name) {
  return localBin(name, folder);
}
