import { chownSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { handOver } from "../../../src/build/hand-over.js";
import { put, scratchFolder } from "../discovery/packages.js";

beforeEach(({ skip }) => {
  if (process.getuid?.() !== 0) skip("needs root: gives files to another user");
});

test("what root wrote is the folder's owner's, and nothing that a link leads to", () => {
  const elsewhere = scratchFolder();
  put(path.join(elsewhere, "in/roots"), "");
  const folder = scratchFolder();
  chownSync(folder, 1000, 1001);
  for (const file of ["dist/a/b.js", "probe.json", "src/probe.ts"]) put(path.join(folder, file), "");
  mkdirSync(path.join(folder, "dist/empty"));
  symlinkSync(elsewhere, path.join(folder, "dist/link"));
  symlinkSync(elsewhere, path.join(folder, "lib"));

  handOver(folder, ["dist", "lib", "probe.json", "not-there"]);

  const owner = (file: string) => statSync(file).uid;
  for (const file of ["dist", "dist/a", "dist/a/b.js", "dist/empty", "probe.json"])
    expect([file, owner(path.join(folder, file))]).toEqual([file, 1000]);
  expect(statSync(path.join(folder, "probe.json")).gid).toBe(1001);
  for (const file of [elsewhere, path.join(elsewhere, "in/roots"), path.join(folder, "src/probe.ts")])
    expect([file, owner(file)]).toEqual([file, 0]);
});
