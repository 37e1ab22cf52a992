import * as fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { at, byName, describeByPlan, folder, inFolder, open, rowsOf, run } from "./rows.js";

describeByPlan(() => {
  describe("the path", () => {
    test("is the one first seen, of whatever is one file", async () => {
      fs.linkSync(at("a"), at("link"));
      const rows = await rowsOf(() => {
        fs.readFileSync(at("link"));
        fs.readFileSync(at("a"));
        fs.renameSync(at("a"), at("new"));
        fs.appendFileSync(at("new"), "x");
      });
      expect(rows.filter(inFolder).map((row) => [row.path, row.readBytes, row.writeBytes])).toEqual([
        [at("link"), 20, 1],
      ]);
    });

    test("of a deleted file is the one that it had; a new file of its name is another", async () => {
      const rows = await rowsOf(() => {
        const fd = fs.openSync(at("a"), "r+");
        fs.unlinkSync(at("a"));
        fs.writeSync(fd, "gone");
        fs.writeFileSync(at("a"), "new");
        fs.closeSync(fd);
      });
      expect(rows.filter(inFolder).map((row) => [row.path, row.writeBytes])).toEqual([
        [at("a"), 4],
        [at("a"), 3],
      ]);
    });

    test("keeps its end when it is too long, and says so", async () => {
      const deep = at(...Array.from({ length: 4 }, (_, index) => String(index).repeat(200)));
      fs.mkdirSync(deep, { recursive: true });
      const file = path.join(deep, "file");
      await using session = open({});
      fs.writeFileSync(file, "x");
      const row = session.snapshot()[0]?.rows.find(({ truncated }) => truncated);
      expect(row?.path).toBe(file.slice(-511));
      expect(session.stats().damaged).toEqual([{ probe: "filetop", cause: "truncated", count: 1 }]);
    });

    test("may be 511 bytes long, and keeps bytes that are not UTF-8", async () => {
      const directory = at("x".repeat(250));
      fs.mkdirSync(directory);
      const long = path.join(directory, "y".repeat(510 - directory.length));
      const odd = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x1b, 0xff, 0x0a])]);
      const rows = await rowsOf(() => {
        fs.writeFileSync(long, "x");
        fs.writeFileSync(odd, "xx");
      });
      expect(rows.filter(inFolder).map((row) => [row.path, row.truncated])).toEqual([
        [`${folder}/\x1b\udcff\n`, false],
        [long, false],
      ]);
    });

    test("is only the name without fullPath, and goes through mounts with it", async () => {
      fs.mkdirSync(at("mnt"));
      const script = "mount -t tmpfs none mnt; echo hello > mnt/y";
      const mounted = () => run("unshare", "--mount", "sh", "-ec", script);
      expect(byName(await rowsOf(mounted))).toEqual({ y: [0, 0, 1, 6] });
      const [row] = (await rowsOf(mounted, { fullPath: false })).filter(({ path: file }) => file === "y");
      expect(row).toMatchObject({ writes: 1, writeBytes: 6 });
    });

    test("of a memfd is its name", async () => {
      const script = "import os; os.write(os.memfd_create('mine'), b'12345')";
      const rows = await rowsOf(() => run("python3", "-c", script));
      expect(rows.find(({ path: file }) => file === "memfd:mine")).toMatchObject({ writeBytes: 5 });
    });
  });

  describe("with the option directory", () => {
    test("only what is below it is told, by whatever path it is named", async () => {
      fs.mkdirSync(at("in/deep"), { recursive: true });
      fs.mkdirSync(at("in-not"));
      fs.symlinkSync(at("in"), at("symlink"));
      const rows = await rowsOf(
        () => {
          for (const file of ["in/1", "in/deep/2", "in-not/3", "symlink/4", "5"])
            fs.writeFileSync(at(file), "x");
        },
        { directory: at("symlink") },
      );
      expect(rows.map((row) => row.path).sort()).toEqual([at("in/1"), at("in/4"), at("in/deep/2")]);
    });

    test("what is on a file system that is mounted below it is told too", async () => {
      fs.mkdirSync(at("in/mnt"), { recursive: true });
      const script =
        "mount -t tmpfs none in/mnt; echo hello > in/mnt/y; echo not > out; mount --bind out in/1; cat in/1";
      fs.writeFileSync(at("in/1"), "");
      const rows = await rowsOf(() => run("unshare", "--mount", "sh", "-ec", script), {
        directory: at("in"),
      });
      expect(rows.map((row) => row.path).sort()).toEqual([at("in/1"), at("in/mnt/y")]);
    });

    test("it must be one", () => {
      for (const directory of [at("a"), at("nowhere")])
        expect(() => open({ directory })).toThrow(
          expect.objectContaining({ code: "ERR_OPTION", message: expect.stringContaining(directory) }),
        );
    });
  });
});
