// What cells have come to, kept beside the kernels: a run that was broken off can be taken up again.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.mjs";
import { cacheFolder } from "./cache.mjs";
import { titleOf } from "./cells.mjs";

/** What every probe is made of beside its own package. */
const shared = ["packages/core", "packages/native"];

/**
 * The results of one kernel, each as long as it is of exactly these sources.
 *
 * @returns `{ get, put }` by cell; sources that are in no commit are not kept, and nothing is found
 */
export function earlierResults({ version }) {
  const file = join(cacheFolder("results"), `${version}.json`);
  const results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return {
    get(cell) {
      const { sources, result } = results[titleOf(cell)] ?? {};
      return sources && sources === sourcesOf(cell) ? result : undefined;
    },
    put(cell, result) {
      const sources = sourcesOf(cell);
      if (!sources) return;
      results[titleOf(cell)] = { sources, result };
      writeFileSync(file, JSON.stringify(results));
    },
  };
}

/** Git's hashes of what a cell is made of; `undefined` where files differ from the commit. */
function sourcesOf({ folder }) {
  const folders = [...shared, `packages/${folder}`];
  const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  try {
    if (git("status", "--porcelain", ...folders) !== "") return undefined;
    return git("rev-parse", ...folders.map((path) => `HEAD:${path}`)).replaceAll("\n", " ");
  } catch {
    return undefined; // no repository, or no git
  }
}
