import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";

/** A folder of a test file's own, with these programs of test/programs compiled into it. */
export function programFolder(...names: string[]) {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "probe-exec-")));
  const compiled = (name: string) => path.join(folder, name);
  beforeAll(() => {
    for (const name of names) {
      const source = new URL(`../programs/${name}.c`, import.meta.url).pathname;
      execFileSync("cc", ["-O1", "-pthread", "-o", compiled(name), source]);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return { folder, compiled };
}
