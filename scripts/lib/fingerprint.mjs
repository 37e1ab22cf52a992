import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * A hash over the content of files and of everything in folders. What does not exist counts as absent.
 *
 * Content and not modification times: `git checkout` and `cp` change times without changing anything.
 *
 * @param paths files and folders
 * @param facts further strings that the result depends on
 */
export function fingerprint(paths, facts = []) {
  const hash = createHash("sha256");
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const file of paths.flatMap(filesUnder)) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Does `work` unless `stampFile` says it was done for this very fingerprint. Resolves with whether it ran. */
export async function unlessDone(stampFile, print, work) {
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === print) return false;
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, print);
  return true;
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
