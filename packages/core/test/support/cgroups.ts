import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { cgroupMount } from "../../src/cgroup/mount.js";

/** Where cgroup v2 is mounted; on a machine that does not, for as long as the tests run. */
export const mount = cgroupMount() ?? mountForTests();

function mountForTests(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-cgroup2-"));
  execFileSync("mount", ["-t", "cgroup2", "none", folder]);
  afterAll(() => {
    execFileSync("umount", [folder]);
    rmdirSync(folder);
  });
  return folder;
}

let made = 0;

/** A path of a cgroup that nobody else has: `/probekit-1234-1`. */
export function freshPath(): string {
  return `/probekit-${process.pid}-${made++}`;
}

/** Makes a cgroup with those above it; all of them go with the test. */
export function makeCgroup(cgroup: string): string {
  const parent = path.dirname(cgroup);
  if (parent !== "/") makeCgroup(parent);
  const directory = mount + cgroup;
  if (mkdirSync(directory, { recursive: true })) onTestFinished(() => removeCgroup(cgroup));
  return directory;
}

/** Idempotent. Processes that are in it are this one's children, and go to the root. */
export function removeCgroup(cgroup: string): void {
  const directory = mount + cgroup;
  if (!statSync(directory, { throwIfNoEntry: false })) return;
  for (const pid of readFileSync(`${directory}/cgroup.procs`, "utf8").split("\n").filter(Boolean)) {
    writeFileSync(`${mount}/cgroup.procs`, pid);
  }
  rmdirSync(directory);
}

export function cgroupId(cgroup: string): bigint {
  return statSync(mount + cgroup, { bigint: true }).ino;
}

/** The words that run a program in a cgroup, from its first instruction on. */
export function inCgroup(cgroup: string): string[] {
  return ["sh", "-c", `echo $$ > ${mount}${cgroup}/cgroup.procs && exec "$@"`, "sh"];
}
