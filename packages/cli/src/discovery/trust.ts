import { readdirSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { CliError } from "../exit.js";
import type { FoundProbe } from "./found-probe.js";

/**
 * Refuses, for root, a probe that someone else could have changed: its code and its BPF object
 * would run with root's rights.
 *
 * Looked at are the package's `package.json`, manifest, object, and all that lies in its
 * module's folder; and each folder from these up to the package's. What lies above is the
 * installer's, who is trusted already.
 *
 * @throws {CliError} naming the file and the remedy
 */
export function requireTrusted(probe: FoundProbe, callers = trustedOwners()): void {
  if (process.geteuid?.() !== 0) return;
  for (const file of filesToTrust(probe)) {
    const reason = distrust(statSync(file), callers);
    if (reason === undefined) continue;
    throw new CliError(
      `${probe.manifest.name}: refused for root: ${file} ${reason}; if the package in ${probe.folder} is what you expect: chown -R root: and chmod -R go-w that folder`,
    );
  }
}

/** Why what has these owner and mode could be someone else's work; `undefined` if it could not. */
export function distrust(
  { uid, mode }: Pick<Stats, "uid" | "mode">,
  callers: ReadonlySet<number>,
): string | undefined {
  if (!callers.has(uid)) return `belongs to user ${uid}`;
  if (mode & 0o002) return "is writable by everyone";
  if (mode & 0o020) return "is writable by its group";
  return undefined;
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

function filesToTrust({ manifest, folder, manifestFile }: FoundProbe): Set<string> {
  const base = path.dirname(manifestFile);
  const module = path.resolve(base, manifest.module);
  const files = [
    path.join(folder, "package.json"),
    manifestFile,
    path.resolve(base, manifest.object),
    module,
    ...readdirSync(path.dirname(module), { recursive: true }).map((name) =>
      path.join(path.dirname(module), String(name)),
    ),
  ];
  return new Set(files.flatMap((file) => [file, ...foldersWithin(folder, file)]));
}

function foldersWithin(folder: string, file: string): string[] {
  const parent = path.dirname(file);
  const inside = parent === folder || parent.startsWith(folder + path.sep);
  return inside ? [parent, ...foldersWithin(folder, parent)] : [];
}
