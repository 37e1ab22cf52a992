import { statfsSync, statSync } from "node:fs";
import path from "node:path";
import { containerName } from "./container-id.js";
import { cgroupMount } from "./mount.js";
import { walkCgroups } from "./walk.js";

/** `CGROUP2_SUPER_MAGIC` of the kernel's magic.h. */
const cgroup2Magic = 0x63677270;

/** What cannot be found, and what to do, in words. */
export class NoSuchCgroup extends Error {}

/**
 * The directory of a cgroup: as it is, or from the mount, as `/proc/PID/cgroup` prints it.
 *
 * @throws {NoSuchCgroup}
 */
export function cgroupDirectory(name: string, mount = cgroupMount()): string {
  const candidates = [
    ...(path.isAbsolute(name) ? [name] : []),
    ...(mount === undefined || name === "" ? [] : [path.resolve(path.join(mount, name))]),
  ];
  const present = candidates.filter(isDirectory);
  const directory = present.find((candidate) => statfsSync(candidate).type === cgroup2Magic);
  if (directory !== undefined) return directory;
  const elsewhere = present.length > 0 ? ", which is of another file system" : "";
  throw new NoSuchCgroup(JSON.stringify(name) + elsewhere);
}

function isDirectory(file: string): boolean {
  try {
    return file !== "" && statSync(file).isDirectory();
  } catch {
    return false;
  }
}

/**
 * The directory of the running container whose id begins with `prefix`.
 *
 * @throws {NoSuchCgroup} when there is none, or more than one
 */
export function containerDirectory(prefix: string, mount = cgroupMount()): string {
  if (mount === undefined) throw new NoSuchCgroup(`${prefix}: cgroup v2 is not mounted`);
  const all = runningContainers(mount);
  const found = [...all].filter(([id]) => id.startsWith(prefix));
  const [[, directory] = []] = found;
  if (directory !== undefined && found.length === 1) return directory;
  const list = (ids: readonly string[]) => ids.map((id) => id.slice(0, 12)).join(", ");
  if (found.length > 1) {
    const ids = found.map(([id]) => id.slice(0, prefix.length + 12));
    throw new NoSuchCgroup(`${prefix}, which ${found.length} containers have: ${ids.join(", ")}`);
  }
  const running = all.size > 0 ? `running are ${list([...all.keys()])}` : "none is running";
  throw new NoSuchCgroup(
    `${prefix}: no container below ${mount} has that id (${running}); one that a runtime does not name by its id can be given by its cgroup`,
  );
}

/** Directories by id; the outermost of those that a container has. */
function runningContainers(mount: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const cgroup of walkCgroups(mount)) {
    const id = containerName(path.basename(cgroup.path));
    if (id !== undefined && !found.has(id)) found.set(id, mount + cgroup.path);
  }
  return found;
}
