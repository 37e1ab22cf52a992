import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { kernelTest } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, expect } from "vitest";
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

kernelTest(
  "opens through io_uring are told by the plan that sees them, and by no other",
  { kernel, probe: open, command: [uring], cwd: folder },
  async ({ plan, pid, release, all, skip }) => {
    const { status } = await release();
    if (status === noIoUring) skip("this kernel has no io_uring, or does not allow it");
    expect(status).toBe(0);
    const own = (await all()).filter(({ call }) => call === "io_uring");
    if (plan !== "fentry") {
      expect(own).toEqual([]);
      return;
    }
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
  },
);
