import { join } from "node:path";
import { fingerprint, unlessDone } from "./fingerprint.mjs";
import { packageFolders, root } from "./paths.mjs";
import { runQuietly, say } from "./run.mjs";

/**
 * Pinned here and not by `packageManager` in package.json: pnpm 12 then wants to write itself
 * into the lock file, which `--frozen-lockfile` refuses. 11.x needs Node 22.
 */
export const pnpmVersion = "12.21.0";
const pnpm = `pnpm@${pnpmVersion}`;

/** Brings node_modules to what the lock file says. Does nothing if that was done already. */
export async function ensureNodeModules() {
  await unlessDone(join(root, "node_modules", ".probekit-installed"), installFingerprint(), install);
}

async function install() {
  say(`probekit: installing npm packages with ${pnpm}`);
  // Without scripts: pnpm would run `node-gyp rebuild` for the addon, which may download headers and
  // which the build does anyway. CI: pnpm asks nothing, not even before it replaces a node_modules.
  await runQuietly("npx", ["-y", pnpm, "install", "--frozen-lockfile", "--ignore-scripts"], {
    env: { ...process.env, CI: "true" },
  });
}

function installFingerprint() {
  const manifests = [root, ...packageFolders()].map((folder) => join(folder, "package.json"));
  const settings = ["pnpm-lock.yaml", "pnpm-workspace.yaml"].map((name) => join(root, name));
  return fingerprint([...settings, ...manifests], [pnpm, process.arch]);
}
