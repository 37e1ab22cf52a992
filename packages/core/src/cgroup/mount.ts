import { readFileSync } from "node:fs";

/**
 * Where cgroup v2 is mounted: `/sys/fs/cgroup`, below that beside v1 hierarchies, or elsewhere;
 * `undefined` if it is not. A mount of the whole hierarchy goes before one of a part. Fields as
 * in proc_pid_mountinfo(5).
 */
export function cgroupMount(mountinfo = readFileSync("/proc/self/mountinfo", "utf8")): string | undefined {
  const mounts = mountinfo
    .split("\n")
    .filter((line) => / - cgroup2 /.test(line))
    .map((line) => line.split(" "));
  const [, , , , folder] = mounts.find(([, , , root]) => root === "/") ?? mounts[0] ?? [];
  return folder === undefined ? undefined : unescapeMount(folder);
}

/** The kernel writes blanks and backslashes in octal: `\040`. */
function unescapeMount(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}
