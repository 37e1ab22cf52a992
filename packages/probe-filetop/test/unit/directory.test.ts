import { mkdtempSync, rmdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { findDirectory } from "../../src/directory.js";

test("a directory is found by its inode number and its file system's device", () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "probe-filetop-"));
  const found = findDirectory(directory);
  expect(found.inode).toBe(statSync(directory, { bigint: true }).ino);
  expect(findDirectory(path.join(directory, "..")).dev).toBe(found.dev);
  rmdirSync(directory);
});

test("directories of two file systems are told apart", () => {
  expect(findDirectory("/proc").dev).not.toBe(findDirectory("/dev").dev);
});

test.each([
  ["/nowhere", "ENOENT"],
  ["/proc/self/exe", "ENOTDIR"],
])("%s is none: %s", (file, reason) => {
  expect(() => findDirectory(file)).toThrow(
    expect.objectContaining({ code: "ERR_OPTION", message: expect.stringContaining(reason) }),
  );
});
