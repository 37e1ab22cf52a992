import { type Dirent, readdirSync, statSync } from "node:fs";

/** A cgroup that there is. */
export interface FoundCgroup {
  /** The inode number of its directory. */
  readonly id: bigint;
  /** From the mount: `/` for its root, `/system.slice/ssh.service`. */
  readonly path: string;
}

/** All cgroups below a mount, each after its parent. Those that come or go meanwhile may be missing. */
export function* walkCgroups(mount: string, path = "/"): Generator<FoundCgroup> {
  const directory = path === "/" ? mount : mount + path;
  const stat = statSync(directory, { bigint: true, throwIfNoEntry: false });
  if (!stat) return;
  yield { id: stat.ino, path };
  for (const entry of entries(directory)) {
    if (entry.isDirectory()) yield* walkCgroups(mount, childPath(path, entry.name));
  }
}

export function childPath(parent: string, name: string): string {
  return parent === "/" ? `/${name}` : `${parent}/${name}`;
}

/** None of a cgroup that is just gone. */
function entries(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
