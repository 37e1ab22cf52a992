import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { choose, type GivenChoices } from "./choices.js";
import { generate } from "./generate.js";
import { InvalidChoice } from "./invalid-choice.js";

export interface CreateRequest extends GivenChoices {
  /** Default: the package's name without its scope, in the current folder. */
  readonly folder?: string | undefined;
}

/**
 * Writes a new probe package.
 *
 * @returns its folder, as it was given or made up
 * @throws {InvalidChoice} also for a folder with something in it
 */
export function createPackage(request: CreateRequest): string {
  const choices = choose(request);
  const folder = request.folder ?? choices.package.replace(/^.*\//, "");
  requireEmpty(folder);
  for (const [file, content] of Object.entries(generate(choices, ownVersion()))) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content, { flag: "wx" });
  }
  return folder;
}

/** What git makes of a folder does not count. */
function requireEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new InvalidChoice(`${folder} is there already, and no folder`);
  const [first] = readdirSync(folder).filter((name) => name !== ".git");
  if (first !== undefined)
    throw new InvalidChoice(`${folder} is not empty: it has ${first}; name a folder that is not there yet`);
}

/** probekit's packages are released together, under one version. */
function ownVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
