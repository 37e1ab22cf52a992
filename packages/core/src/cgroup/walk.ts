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
  const id = inodeOf(directory);
  if (id === undefined) return;
  yield { id, path };
  for (const entry of entries(directory)) {
    if (entry.isDirectory()) yield* walkCgroups(mount, childPath(path, entry.name));
  }
}

export function childPath(parent: string, name: string): string {
  return parent === "/" ? `/${name}` : `${parent}/${name}`;
}

/** `undefined` for a cgroup that is just gone, or that must not be looked at. */
function inodeOf(directory: string): bigint | undefined {
  try {
    return statSync(directory, { bigint: true }).ino;
  } catch {
    return undefined;
  }
}

/** None of a cgroup that is just gone. */
function entries(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
