// What cells have come to, kept beside the kernels: a run that was broken off can be taken up again.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { cacheFolder } from "./cache.mjs";
import { titleOf } from "./cells.mjs";

/**
 * The results of one kernel with exactly these packages: of the commit that is checked out,
 * without any change.
 *
 * @returns `{ get, put }` by cell; sources that are in no commit are not kept, and nothing is found
 */
export function earlierResults({ version }) {
  const sources = committedSources();
  if (!sources) return { get: () => undefined, put: () => {} };
  const file = join(cacheFolder("results"), `${version}-${sources}.json`);
  const results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return {
    get: (cell) => results[titleOf(cell)],
    put(cell, result) {
      results[titleOf(cell)] = result;
      writeFileSync(file, JSON.stringify(results));
    },
  };
}

/** The hash of git's tree of packages; `undefined` where files differ from it. */
function committedSources() {
  const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  try {
    return git("status", "--porcelain", "packages") === "" ? git("rev-parse", "HEAD:packages") : undefined;
  } catch {
    return undefined; // no repository, or no git
  }
}
