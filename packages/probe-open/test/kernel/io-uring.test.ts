import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { use } from "@probekit/core";
import { collect, planRefusal, plansUnderTest } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import open from "../../src/probe.js";

/** As test/programs/uring.c ends where there is no io_uring. */
const noIoUring = 77;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "probe-open-uring-"));
const uring = path.join(folder, "uring");

beforeAll(() => {
  const source = new URL("../programs/uring.c", import.meta.url).pathname;
  execFileSync("cc", ["-static", "-O1", "-w", "-o", uring, source]);
  fs.mkdirSync(path.join(folder, "folder"));
  for (const name of ["file", "folder/inner"]) fs.writeFileSync(path.join(folder, name), "");
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe.each(plansUnderTest(open))("by plan %s", (plan) => {
  test(`opens through io_uring are ${plan === "fentry" ? "told" : "not seen"}`, async ({ skip }) => {
    const refusal = await planRefusal(open, plan, kernel);
    if (refusal) skip(refusal);
    let pid = 0;
    const { events, stats } = await collect({ kernel, probes: [use(open, {}, { plan })] }, () => {
      const { status, pid: child } = spawnSync(uring, { cwd: folder });
      if (status === noIoUring) skip("this kernel has no io_uring, or does not allow it");
      expect(status).toBe(0);
      pid = child;
    });
    /* By its pid: a worker has a name of its own. */
    const own = events.filter((event) => event.pid === pid && event.call === "io_uring");
    if (plan !== "fentry") {
      expect(own).toEqual([]);
      return;
    }
    expect(stats.lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
    const at = (name: string) => path.join(folder, name);
    expect(
      own.map(({ name, path: found, flags, mode, resolve, errno }) => [
        name,
        found,
        flags,
        mode,
        resolve,
        errno,
      ]),
    ).toEqual([
      ["file", at("file"), "O_RDONLY|O_CLOEXEC", null, "0", null],
      ["made", at("made"), "O_WRONLY|O_CREAT", "0640", "0", null],
      ["folder/missing", at("folder/missing"), "O_RDONLY", null, "0", "ENOENT"],
      ["folder/inner", at("folder/inner"), "O_RDONLY", null, "0", null],
      ["../file", `${folder}/../file`, "O_RDONLY", null, "RESOLVE_BENEATH", "EXDEV"],
      ["file", at("file"), "O_RDONLY", null, "0", null],
    ]);
    expect(own.map(({ fd }) => fd !== null)).toEqual([true, true, false, true, false, false]);
    expect(own[3]?.tid).not.toBe(pid);
  });
});
