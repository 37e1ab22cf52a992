import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A folder of ours below `$XDG_CACHE_HOME`, made if it is not there. */
export function cacheFolder(...names) {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const folder = join(cache, "probekit", "kernels", ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}
