import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../../../../../scripts/generate.mjs", import.meta.url));

/** As scripts/generate.mjs ends where it lacks the headers that the files are of. */
const cannotTell = 3;

test("the tables of constants are what `npm run generate` writes", { timeout: 240_000 }, ({ skip }) => {
  const { status, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  if (status === cannotTell) skip(stderr.trim());
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
