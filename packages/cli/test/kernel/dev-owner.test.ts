import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { authorPackage, giveTo } from "./author-package.js";
import { Dev } from "./dev.js";

/* Compilers take their time on a machine that is busy. */
vi.setConfig({ testTimeout: 240_000 });

const author = 65534;

test("probe dev by sudo compiles as the author, and leaves nothing of root's in the folder", async () => {
  const folder = authorPackage();
  giveTo(folder, author);
  const dev = await Dev.start([], folder, { ...process.env, SUDO_UID: String(author) });
  /* What a build leaves is written behind the first look. */
  await vi.waitUntil(() => existsSync(path.join(folder, "dist/probe.js")), { timeout: 120_000 });
  const { status } = await dev.end();
  expect(status).toBe(0);
  for (const file of ["dist", "dist/probe.js", "bpf/mine.bpf.o", "probe.json"])
    expect([file, statSync(path.join(folder, file)).uid]).toEqual([file, author]);
});
