import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SessionFilter } from "../../src/session/filter.js";
import { openSession } from "../../src/session/open.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";
import { freshPath, inCgroup, makeCgroup } from "../support/cgroups.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-filters-"));
const program = (name: string) => path.join(folder, name);
const names = ["node", "bash", "other"];
const mark = 4193000;

beforeAll(() => {
  buildSample("sample");
  writeFileSync(
    program("call.c"),
    `#include <sys/resource.h>\nint main(void) { getpriority(PRIO_PROCESS, ${mark}); return 0; }\n`,
  );
  execFileSync("cc", ["-o", program("node"), program("call.c")]);
  for (const name of names.slice(1)) copyFileSync(program("node"), program(name));
  execFileSync("chmod", ["-R", "a+rX", folder]);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Calls by three programs, each as root and as nobody, the first of them in a cgroup too. */
function callAll(cgroup: string): void {
  for (const name of names) {
    execFileSync(program(name));
    execFileSync("setpriv", ["--reuid", "65534", "--clear-groups", program(name)]);
  }
  const [shell = "", ...words] = inCgroup(cgroup);
  execFileSync(shell, [...words, program("node")]);
}

/**
 * What comes through a filter, and what the kernel has done for it: every record that was put into
 * the ring, told or not, and the number that the program gave to the last.
 */
async function through(filter: SessionFilter, action: () => void) {
  await using session = openSession({ kernel, probes: [sample], filter });
  await using unfiltered = openSession({ kernel, probes: [sample] });
  action();
  const told: { comm: string; uid: number; number: bigint }[] = [];
  session.stop();
  for await (const event of session) told.push(event);
  unfiltered.stop();
  let calls = 0;
  for await (const { who } of unfiltered) if (who === mark) calls++;
  return { told, calls, records: session.stats().ring.records };
}

describe("what a filter leaves out does not reach user space:", () => {
  test.each<[string, (cgroup: string) => SessionFilter, string[]]>([
    ["comm node,bash", () => ({ comm: ["node", "bash"] }), ["node", "node", "bash", "bash", "node"]],
    ["uid !0", () => ({ uid: { not: [0] } }), ["node", "bash", "other"]],
    ["cgroup PATH", (directory) => ({ cgroup: [directory] }), ["node"]],
  ])("%s", async (_, filterOf, expected) => {
    const cgroup = freshPath();
    const directory = makeCgroup(cgroup);
    const { told, calls, records } = await through(filterOf(directory), () => callAll(cgroup));
    expect(calls).toBe(7);
    expect(told.map(({ comm }) => comm)).toEqual(expected);
    expect(records).toBe(expected.length);
    expect(told.map(({ number }) => number)).toEqual(expected.map((_, index) => BigInt(index)));
  });

  test("follow", async () => {
    const shell = spawn("sh", ["-c", `read go; ${program("bash")}; (${program("other")})`], {
      stdio: ["pipe", "inherit", "inherit"],
    });
    await using session = openSession({ kernel, probes: [sample], follow: true });
    session.follow(shell.pid as number);
    for (const name of names) execFileSync(program(name));
    shell.stdin.end("go\n");
    await once(shell, "exit");
    session.stop();
    const told: string[] = [];
    for await (const { comm } of session) told.push(comm);
    expect(told).toEqual(["bash", "other"]);
    expect(session.stats().ring.records).toBe(2);
  });
});
