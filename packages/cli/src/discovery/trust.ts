import { constants, existsSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import type { AuthorPackage } from "@probekit/core/build";
import { isEmacsLock } from "../emacs-lock.js";
import { CliError } from "../exit.js";
import { hasRights } from "../run/rights.js";
import { realCliFolder } from "./cli-folder.js";
import type { FoundProbe } from "./found-probe.js";
import { packageNames, withAncestors } from "./node-modules.js";
import { isPrivateGroup } from "./private-group.js";

/** What others could change, and how. */
export interface Distrusted {
  readonly file: string;
  readonly why: string;
  /** Whether it belongs to someone who is not trusted. */
  readonly isForeign: boolean;
}

/**
 * Refuses, for root and for who has rights to trace, a probe that someone else could have changed:
 * its code and its BPF object would run with those rights.
 *
 * Looked at are the package's `package.json`, manifest, object, all that lies in its module's
 * folder, with links followed, and each `node_modules` where Node looks for what that imports, with
 * the folders of the packages in it; and each folder above these. Not those above this CLI too: who
 * can write there can change the CLI.
 *
 * @throws {CliError} naming the file and the remedy
 */
export function requireTrusted(probe: FoundProbe, callers = trustedOwners()): void {
  if (!hasRights()) return;
  requireUnchanged(probe.manifest.name, probe.folder, filesToTrust(probe), callers);
}

/**
 * The same for a package that is about to be built: of all that it is built from.
 *
 * @throws {CliError} naming the file and the remedy
 */
export function requireTrustedSources(
  { name, folder, module }: AuthorPackage,
  callers = trustedOwners(),
): void {
  if (!hasRights()) return;
  const [built = ""] = path.normalize(module).split(path.sep);
  const parts = ["package.json", "tsconfig.json", "bpf", "src", built].map((part) => path.join(folder, part));
  const files = [folder, ...parts.filter(existsSync).flatMap(withContent), ...modulesAbove(folder)];
  requireUnchanged(name, folder, files, callers);
}

function requireUnchanged(
  name: string,
  folder: string,
  files: readonly string[],
  callers: ReadonlySet<number>,
): void {
  const distrusted = firstDistrusted(files, callers, new Set(withAncestors(realCliFolder())));
  if (distrusted === undefined) return;
  const { file, why, isForeign } = distrusted;
  const inside = file === folder || file.startsWith(folder + path.sep);
  const remedy = inside
    ? `if the package in ${folder} is what you expect: ${isForeign ? "chown -R root: and " : ""}chmod -R go-w that folder`
    : "keep the package where nobody else can write";
  throw new CliError(`${name}: refused with these rights: ${file} ${why}; ${remedy}`);
}

/**
 * The first of these files and the folders above them that others than `owners` could change.
 *
 * @param known folders that need no look
 */
export function firstDistrusted(
  files: readonly string[],
  owners: ReadonlySet<number>,
  known: ReadonlySet<string> = new Set(),
): Distrusted | undefined {
  const own = new Set(files.map((file) => realpathSync.native(file)));
  for (const file of withFoldersAbove(own)) {
    if (known.has(file)) continue;
    const stats = statSync(file);
    /* Nobody can move what is another's in a folder like /tmp. But anybody can add to it. */
    if (!own.has(file) && isSticky(stats.mode) && owners.has(stats.uid)) continue;
    const why = distrust(stats, owners);
    if (why !== undefined) return { file, why, isForeign: !owners.has(stats.uid) };
  }
  return undefined;
}

/** Files with the folders above them, each once. */
function withFoldersAbove(files: Iterable<string>): ReadonlySet<string> {
  const all = new Set<string>();
  for (const file of files) {
    /* What is there has those above it there. */
    for (let at = file; !all.has(at); at = path.dirname(at)) all.add(at);
  }
  return all;
}

/** Why what has these owner and mode could be someone else's work; `undefined` if it could not. */
export function distrust(
  { uid, gid, mode }: Pick<Stats, "uid" | "gid" | "mode">,
  owners: ReadonlySet<number>,
  isPrivate: typeof isPrivateGroup = isPrivateGroup,
): string | undefined {
  if (!owners.has(uid)) return `belongs to user ${uid}`;
  if (mode & 0o002) return "is writable by everyone";
  if (mode & 0o020 && !isPrivate(gid, uid)) return "is writable by its group";
  return undefined;
}

function isSticky(mode: number): boolean {
  const isFolder = (mode & constants.S_IFMT) === constants.S_IFDIR;
  return isFolder && (mode & 0o1000) !== 0;
}

/** Root, who runs this, and who asked root to by `sudo`. */
function trustedOwners(): Set<number> {
  const sudoUser = Number(process.env.SUDO_UID);
  return new Set([
    0,
    process.getuid?.() ?? 0,
    ...(process.env.SUDO_UID && Number.isInteger(sudoUser) ? [sudoUser] : []),
  ]);
}

function filesToTrust({ manifest, folder, manifestFile }: FoundProbe): string[] {
  const base = path.dirname(manifestFile);
  const module = realpathSync(path.resolve(base, manifest.module));
  const modules = path.dirname(module);
  const object = path.resolve(base, manifest.object);
  return [
    folder,
    path.join(folder, "package.json"),
    manifestFile,
    path.dirname(object),
    object,
    ...withContent(modules),
    ...modulesAbove(modules),
  ];
}

function withContent(file: string): string[] {
  if (!statSync(file).isDirectory()) return [file];
  const content = readdirSync(file, { recursive: true }).map((name) => path.join(file, String(name)));
  /* Any other link to nowhere fails here: others could make what it leads to. */
  return [file, ...content.filter((inner) => !isEmacsLock(inner) || existsSync(inner))];
}

/** Where Node looks for what is imported, and what it finds there: links may lead anywhere. */
function modulesAbove(folder: string): string[] {
  return withAncestors(folder)
    .map((above) => path.join(above, "node_modules"))
    .flatMap((modules) => [modules, ...packageNames(modules).flatMap((name) => withScope(modules, name))])
    .filter(existsSync);
}

/** The scope is looked at by itself: of a link only what is above its target is. */
function withScope(modules: string, name: string): string[] {
  const folder = path.join(modules, name);
  return [path.dirname(folder), folder];
}
