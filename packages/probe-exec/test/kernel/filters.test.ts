import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readlinkSync, rmdirSync } from "node:fs";
import path from "node:path";
import { type SessionFilter, use } from "@probekit/core";
import { collect } from "@probekit/core/testing";
import { failOnLeaks, kernelTest } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import { describe, expect, test } from "vitest";
import exec from "../../src/probe.js";
import { programFolder } from "../support/programs.js";

const { compiled } = programFolder("exec-from-thread");
failOnLeaks();

function namespace(kind: string): number {
  return Number(readlinkSync(`/proc/self/ns/${kind}`).replace(/\D/g, ""));
}

/** Where the cgroup v2 tree is mounted. */
function cgroupMount(): string {
  return /^cgroup2 (\S+)/m.exec(readFileSync("/proc/mounts", "utf8"))?.[1] ?? "";
}

/** This process's place in it. */
function ownCgroup(): string {
  return /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "";
}

/** Another one, without a process. */
function otherCgroup(): string {
  const other = path.join(cgroupMount(), "probekit-test");
  mkdirSync(other, { recursive: true });
  process.once("exit", () => rmdirSync(other));
  return other;
}

describe("filters in the kernel", () => {
  const threeUsers = () => {
    spawnSync("/bin/true");
    spawnSync("setpriv", ["--reuid", "65534", "--clear-groups", "/bin/echo"]);
  };
  const seen = async (filter: SessionFilter, action = threeUsers) => {
    /* Without the failures of looking for a program along PATH. */
    const { events } = await collect(
      { kernel, probes: [use(exec, { failed: false })], follow: true, filter },
      action,
    );
    return events.map(({ comm }) => comm);
  };

  test.each([
    ["a uid", { uid: [65534] }, ["echo"]],
    ["all but a uid", { uid: { not: [65534] } }, ["true", "setpriv"]],
    ["names", { comm: ["true", "echo"] }, ["true", "echo"]],
    ["all but a name", { comm: { not: ["setpriv"] } }, ["true", "echo"]],
    ["a name and a uid", { comm: ["true", "echo"], uid: [0] }, ["true"]],
    ["children of a process", { ppid: [process.pid] }, ["true", "setpriv", "echo"]],
    ["a gid", { gid: { not: [0] } }, []],
  ])("by %s", async (_, filter, comms) => {
    expect(await seen(filter)).toEqual(comms);
  });

  test("by pid namespace", async () => {
    const own = namespace("pid");
    const action = () => void spawnSync("unshare", ["--pid", "--fork", "/bin/true"]);
    expect(await seen({ pidNs: [own] }, action)).toEqual(["unshare"]);
    expect(await seen({ pidNs: { not: [own] } }, action)).toEqual(["true"]);
  });

  /* One value that is right and one that is not, listed and negated: four answers of each kind. */
  test.each<[keyof SessionFilter, number | string, number | string]>([
    ["ppid", process.pid, 1],
    ["uid", 0, 12345],
    ["gid", 0, 12345],
    ["comm", "true", "false"],
    ["cgroup", path.join(cgroupMount(), ownCgroup()), otherCgroup()],
    ["pidNs", namespace("pid"), 1],
    ["mntNs", namespace("mnt"), 1],
  ])("by %s is exact", async (kind, right, wrong) => {
    const action = () => void spawnSync("/bin/true");
    const answers: string[][] = [];
    for (const list of [[right], [wrong], { not: [right] }, { not: [wrong] }]) {
      answers.push(await seen({ [kind]: list }, action));
    }
    expect(answers).toEqual([["true"], [], [], ["true"]]);
  });

  describe.each(["pid", "tid"])("by %s is exact:", (kind) => {
    const command = ["/bin/true"] as const;
    kernelTest(
      "what was asked for is kept",
      { kernel, probe: exec, command, filter: (pid) => ({ [kind]: [pid] }) },
      async ({ release, all }) => {
        const { pid } = await release();
        expect(await all()).toMatchObject([{ pid, comm: "true" }]);
      },
    );
    kernelTest(
      "what was not is left out",
      { kernel, probe: exec, command, filter: (pid) => ({ [kind]: { not: [pid] } }) },
      async ({ release, all }) => {
        await release();
        expect(await all()).toEqual([]);
      },
    );
  });

  test("by tid means the thread that has called exec", async () => {
    const thread = compiled("exec-from-thread");
    const { events } = await collect({ kernel, probes: [exec], follow: true }, () =>
      spawnSync(thread, ["/bin/true"]),
    );
    expect(new Set(events.map(({ pid }) => pid)).size).toBe(1);
    expect(events[1]?.tid).not.toBe(events[1]?.pid);
  });
});
