import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Runs node-gyp with the headers of the running Node where it ships them; node-gyp would
 * download them otherwise.
 */
export function nodeGyp(args, options = {}) {
  const nodeDir = dirname(dirname(realpathSync(process.execPath)));
  const headers = existsSync(join(nodeDir, "include/node/node_api.h"));
  const cli = createRequire(import.meta.url).resolve("node-gyp/bin/node-gyp.js");
  const [command, ...rest] = args;
  const all = [cli, command, ...(headers ? [`--nodedir=${nodeDir}`] : []), ...rest];
  const { status } = spawnSync(process.execPath, all, { stdio: "inherit", ...options });
  if (status !== 0) process.exit(status ?? 1);
}
