import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { ProbeError } from "@probekit/core";

/** What the kernel's programs know a directory by. */
export interface Directory {
  readonly inode: bigint;
  /** The superblock's device, as the kernel encodes it. */
  readonly dev: number;
}

/**
 * A directory as this process sees it.
 *
 * `stat` would not do: on btrfs it gives each subvolume a device of its own, which is not the
 * superblock's. That one is in the mount table.
 *
 * @throws {ProbeError} `ERR_OPTION` when it cannot be opened
 */
export function findDirectory(path: string): Directory {
  const fd = openDirectory(path);
  try {
    const facts = readFileSync(`/proc/self/fdinfo/${fd}`, "utf8");
    const mountId = /^mnt_id:\s*(\d+)/m.exec(facts)?.[1];
    const mounts = readFileSync("/proc/self/mountinfo", "utf8");
    const [, major, minor] = new RegExp(`^${mountId} \\d+ (\\d+):(\\d+) `, "m").exec(mounts) ?? [];
    if (major === undefined) throw badDirectory(path, "it is on no mount of this process");
    /* The kernel's own number, which some file systems do not give to stat; since Linux 5.14. */
    const inode = /^ino:\s*(\d+)/m.exec(facts)?.[1] ?? fstatSync(fd, { bigint: true }).ino;
    return { inode: BigInt(inode), dev: Number(major) * 2 ** 20 + Number(minor) };
  } finally {
    closeSync(fd);
  }
}

function openDirectory(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (cause) {
    throw badDirectory(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function badDirectory(path: string, reason: string, cause?: unknown): ProbeError {
  return new ProbeError("ERR_OPTION", {
    probe: "filetop",
    operation: "configure",
    object: "directory",
    message: `expected a directory, got ${JSON.stringify(path)}: ${reason}`,
    cause,
  });
}
