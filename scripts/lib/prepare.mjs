import { ensureSystemTools } from "./apt.mjs";
import { build } from "./build.mjs";
import { ensureNodeModules } from "./install.mjs";
import { ensureNode } from "./node-version.mjs";

/** Installs what is missing and builds what has changed. What is there is left as it is. */
export async function prepare() {
  ensureNode();
  await ensureSystemTools();
  await ensureNodeModules();
  await build();
}
