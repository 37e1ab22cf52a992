import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { SessionFilter } from "@probekit/core";
import { Option } from "commander";
import { parseGroup, parseUser } from "./account.js";
import { parseList } from "./list.js";
import { parseId } from "./whole-number.js";

const filters: Readonly<
  Record<keyof SessionFilter, readonly [flags: string, describe: string, parse: (text: string) => unknown]>
> = {
  pid: ["--pid <list>", "processes", parseId],
  tid: ["--tid <list>", "threads", parseId],
  ppid: ["--ppid <list>", "parent processes", parseId],
  uid: ["--uid <list>", "users, by id or name", parseUser],
  gid: ["--gid <list>", "groups, by id or name", parseGroup],
  comm: ["--comm <list>", "thread names, as the kernel cuts them to 15 bytes", String],
  cgroup: ["--cgroup <list>", "cgroup v2 directories, from its mount", cgroupPath],
  pidNs: ["--pid-ns <list>", "pid namespaces, as in readlink /proc/PID/ns/pid", namespaceId],
  mntNs: ["--mnt-ns <list>", "mount namespaces, as in readlink /proc/PID/ns/mnt", namespaceId],
};

/** The options that say which subjects are traced. */
export function filterOptions(): Option[] {
  return Object.values(filters).map(([flags, describe, parse]) =>
    new Option(flags, describe)
      .argParser((text: string) => parseList(text, parse))
      .helpGroup("Filters (a,b for these only; '!a,!b' for all but these):"),
  );
}

/** The filter among a command's parsed options. */
export function chosenFilter(options: Readonly<Record<string, unknown>>): SessionFilter {
  return Object.fromEntries(
    Object.keys(filters)
      .filter((name) => options[name] !== undefined)
      .map((name) => [name, options[name]]),
  );
}

/** The number, bare or as the link has it: `pid:[4026531836]`. */
export function namespaceId(text: string): number {
  return parseId(/^\w+:\[(\d+)\]$/.exec(text)?.[1] ?? text);
}

/** Takes `/system.slice/ssh.service` too, as `/proc/PID/cgroup` prints it. */
export function cgroupPath(text: string): string {
  return statSync(text, { throwIfNoEntry: false })?.isDirectory() && path.isAbsolute(text)
    ? text
    : path.join(cgroupMount(), text);
}

/**
 * Where cgroup v2 is mounted: `/sys/fs/cgroup`, below that beside v1 hierarchies, or elsewhere.
 * A mount of the whole hierarchy goes before one of a part. Fields as in proc_pid_mountinfo(5).
 */
export function cgroupMount(mountinfo = readFileSync("/proc/self/mountinfo", "utf8")): string {
  const mounts = mountinfo
    .split("\n")
    .filter((line) => / - cgroup2 /.test(line))
    .map((line) => line.split(" "));
  const [, , , , folder] = mounts.find(([, , , root]) => root === "/") ?? mounts[0] ?? [];
  return unescapeMount(folder ?? "/sys/fs/cgroup");
}

/** The kernel writes blanks and backslashes in octal: `\040`. */
function unescapeMount(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}
