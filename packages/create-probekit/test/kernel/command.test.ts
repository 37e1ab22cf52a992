import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("../../bin/create-probekit.mjs", import.meta.url));

test("a folder that cannot be made is told in one line, without a stack", () => {
  const words = [main, "mine", `${main}/below`];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
  expect(stderr).toMatch(/^create-probekit: ENOTDIR: .*\n$/);
  expect(status).toBe(2);
});
