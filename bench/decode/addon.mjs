import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { nodeGyp } from "../../packages/native/scripts/node-gyp.mjs";

const cache = fileURLToPath(new URL("../.cache/decode", import.meta.url));

/** Builds addon.c, in a folder that git ignores. */
export function buildAddon() {
  /* node-gyp builds beside the binding.gyp that it is given. */
  mkdirSync(cache, { recursive: true });
  for (const name of ["binding.gyp", "addon.c"])
    copyFileSync(fileURLToPath(new URL(name, import.meta.url)), path.join(cache, name));
  nodeGyp(["rebuild", "--silent"], { cwd: cache, stdio: ["ignore", "ignore", "inherit"] });
  return createRequire(import.meta.url)(path.join(cache, "build/Release/addon.node"));
}
