import { lchownSync, lstatSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Who writes into a package's folder when root builds it: the folder's owner, who could not build
 * it again over files of root's. `undefined` where that is who runs this.
 */
export function ownerOf(folder: string): { readonly uid: number; readonly gid: number } | undefined {
  const { uid, gid } = statSync(folder);
  return process.geteuid?.() === 0 && uid !== 0 ? { uid, gid } : undefined;
}

/** Gives what was written into a package's folder to the folder's owner; links stay as they are. */
export function handOver(folder: string, written: readonly string[]): void {
  const owner = ownerOf(folder);
  if (owner === undefined) return;
  for (const file of written.flatMap((name) => withContent(path.join(folder, name))))
    lchownSync(file, owner.uid, owner.gid);
}

/**
 * A file, or a folder and all in it; nothing where there is none. What a link leads to is not the
 * package's: `readdirSync` by itself would follow it when `recursive`.
 */
function withContent(file: string): string[] {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats ? [file] : [];
  return [file, ...readdirSync(file).flatMap((name) => withContent(path.join(file, name)))];
}
