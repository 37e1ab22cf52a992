import { symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SourceWatch } from "../../../src/dev/watch.js";
import { put, scratchFolder } from "../discovery/packages.js";

function watched() {
  const folder = scratchFolder();
  for (const file of ["bpf/mine.bpf.c", "bpf/mine.h", "src/probe.ts"]) put(path.join(folder, file), "");
  const watch = new SourceWatch(folder);
  onTestFinished(() => watch.close());
  return { folder, watch };
}

test("what is saved is told, as what it is", async () => {
  const { folder, watch } = watched();
  writeFileSync(path.join(folder, "bpf/mine.h"), "\n");
  expect(await watch.next()).toMatchObject({ files: ["bpf/mine.h"], c: true, types: false });
});

test("a file that is edited in Emacs is not one that was saved", async () => {
  const { folder, watch } = watched();
  for (const lock of ["bpf/.#mine.h", "src/.#probe.ts"])
    symlinkSync("author@machine.1:2", path.join(folder, lock));
  writeFileSync(path.join(folder, "bpf/mine.h"), "\n");
  writeFileSync(path.join(folder, "src/probe.ts"), "\n");
  expect((await watch.next())?.files).toEqual(["bpf/mine.h", "src/probe.ts"]);
});
