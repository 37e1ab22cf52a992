import path from "node:path";
import { usageError } from "../exit.js";
import { dependenciesOf } from "./node-modules.js";

/**
 * Folders that may be probe packages in a project that the caller names: the project itself, and
 * what its `package.json` asks for, not what that brings along.
 *
 * @throws {CliError} for a folder that is no project
 */
export function projectFolders(project: string): string[] {
  const folder = path.resolve(project);
  const dependencies = dependenciesOf(folder);
  if (dependencies === undefined) throw usageError(`--project ${project}: it has no package.json`);
  return [folder, ...dependencies];
}

/** The value of `--project` on a command line that cannot be parsed yet. */
export function projectIn(words: readonly string[]): string | undefined {
  const index = words.findIndex((word) => word === "--project" || word.startsWith("--project="));
  const word = words[index];
  return word === "--project" ? words[index + 1] : word?.slice("--project=".length);
}
