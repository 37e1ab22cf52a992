import { existsSync } from "node:fs";
import type { SessionFilter } from "@probekit/core";
import { InvalidArgumentError, Option } from "commander";
import { parseGroup, parseUser } from "./account.js";
import { parseList } from "./list.js";
import { parseId } from "./whole-number.js";

type Lists = Omit<SessionFilter, "origin">;

const filters: Readonly<
  Record<keyof Lists, readonly [flags: string, describe: string, parse: (text: string) => unknown]>
> = {
  pid: ["--pid <list>", "processes", parseId],
  tid: ["--tid <list>", "threads", parseId],
  ppid: ["--ppid <list>", "parent processes", parseId],
  uid: ["--uid <list>", "users, by id or name", parseUser],
  gid: ["--gid <list>", "groups, by id or name", parseGroup],
  comm: ["--comm <list>", "thread names, as the kernel cuts them to 15 bytes", String],
  cgroup: ["--cgroup <list>", "cgroups (v2) and all below them, by directory or path", String],
  container: ["--container <list>", "running containers, by the beginning of their ids", String],
  pidNs: ["--pid-ns <list>", "pid namespaces, as in readlink /proc/PID/ns/pid", namespaceId],
  mntNs: ["--mnt-ns <list>", "mount namespaces, as in readlink /proc/PID/ns/mnt", namespaceId],
};

const origins: Readonly<Record<string, SessionFilter["origin"]>> = {
  hostOnly: "host",
  containersOnly: "containers",
};

const group = "Filters (a,b for these only; '!a,!b' for all but these):";

/** The options that say which subjects are traced. */
export function filterOptions(): Option[] {
  return [
    ...Object.values(filters).map(([flags, describe, parse]) =>
      new Option(flags, describe).argParser((text: string) => parseList(text, parse)).helpGroup(group),
    ),
    new Option("--host-only", "what is in the host's own pid namespace")
      .conflicts(["containersOnly", "pidNs"])
      .helpGroup(group),
    new Option("--containers-only", "what is in any other pid namespace")
      .conflicts(["hostOnly", "pidNs"])
      .helpGroup(group),
  ];
}

/** Beside the lists, which name single processes. */
export function followOption(): Option {
  return new Option("--follow <pids>", "processes with all that they have started and start, with commas")
    .argParser((text: string) => text.split(",").map(runningProcess))
    .helpGroup(group);
}

function runningProcess(text: string): number {
  const pid = parseId(text.trim());
  if (existsSync(`/proc/${pid}`)) return pid;
  throw new InvalidArgumentError(`There is no process ${pid}.`);
}

/** The filter among a command's parsed options. */
export function chosenFilter(options: Readonly<Record<string, unknown>>): SessionFilter {
  const lists = Object.keys(filters)
    .filter((name) => options[name] !== undefined)
    .map((name) => [name, options[name]]);
  const origin = Object.keys(origins)
    .filter((name) => options[name])
    .map((name) => ["origin", origins[name]]);
  return Object.fromEntries([...lists, ...origin]);
}

/** The number, bare or as the link has it: `pid:[4026531836]`. */
export function namespaceId(text: string): number {
  return parseId(/^\w+:\[(\d+)\]$/.exec(text)?.[1] ?? text);
}
