import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { at, brief, deletions, describeByPlan, folder, inFolder, visible } from "./deletions.js";

describeByPlan(() => {
  inFolder("/var/tmp");
  beforeEach(() => {
    for (const name of ["mnt", "data"]) fs.mkdirSync(at(name));
  });

  const inMounts = (script: string) => () =>
    expect(
      spawnSync("unshare", ["--mount", "sh", "-ec", script], { cwd: folder, encoding: "utf8" }).stderr,
    ).toBe("");

  test("a bind mount: the path as it was used", async () => {
    const events = await deletions(inMounts("mount --bind data mnt; : > mnt/x; rm mnt/x"));
    expect(brief(events)).toEqual([["unlink", "file", at("mnt/x")]]);
  });

  test("a file system mounted on the way", async () => {
    const events = await deletions(
      inMounts("mount -t tmpfs none mnt; mkdir mnt/d; : > mnt/d/x; rm mnt/d/x; rmdir mnt/d"),
    );
    const ends = [
      ["unlink", "file", at("mnt/d/x")],
      ["rmdir", "directory", at("mnt/d")],
    ] as const;
    expect(brief(events)).toEqual(visible(ends));
  });

  test("an overlay: the merged file, once", async () => {
    const script = `mount -t tmpfs none mnt; mkdir mnt/lower mnt/upper mnt/work mnt/merged
    mount -t overlay -o lowerdir=mnt/lower,upperdir=mnt/upper,workdir=mnt/work none mnt/merged
    : > mnt/merged/x; rm mnt/merged/x`;
    const events = await deletions(inMounts(script));
    expect(brief(events)).toEqual([["unlink", "file", at("mnt/merged/x")]]);
  });

  test("a chroot: the path as seen inside", async () => {
    const script = "import os; os.chroot('.'); os.chdir('/data'); open('x', 'w').close(); os.unlink('x')";
    const events = await deletions(() =>
      expect(spawnSync("python3", ["-c", script], { cwd: folder }).status).toBe(0),
    );
    expect(brief(events)).toEqual([["unlink", "file", "/data/x"]]);
  });

  test("a file created in another mount namespace has the deleter's path", async () => {
    const events = await deletions(() => {
      spawnSync("unshare", ["--mount", "sh", "-ec", "mount --bind data mnt; : > mnt/f"], { cwd: folder });
      fs.unlinkSync(at("data/f"));
    });
    expect(brief(events)).toEqual([["unlink", "file", at("data/f")]]);
  });
});
