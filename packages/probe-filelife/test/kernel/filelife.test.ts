import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { use } from "@probekit/core";
import { collect, scaled } from "@probekit/core/testing";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import filelife from "../../src/probe.js";
import {
  at,
  brief,
  create,
  deletions,
  describeByPlan,
  folder,
  inFolder,
  plan,
  visible,
} from "./deletions.js";
import { endings } from "./endings.js";

const programs = fs.mkdtempSync(path.join(os.tmpdir(), "probe-filelife-"));
const nameless = path.join(programs, "nameless");

beforeAll(() => {
  const source = new URL("../programs/nameless.c", import.meta.url).pathname;
  execFileSync("cc", ["-O1", "-o", nameless, source]);
});
afterAll(() => fs.rmSync(programs, { recursive: true }));

describeByPlan(() => {
  /* A file system on a disk, and one in memory that is mounted below another. */
  describe.each(["/var/tmp", "/dev/shm"])("on %s", (parent) => {
    inFolder(parent);

    test("a file that is created and removed is told with both processes", async () => {
      const [event, ...others] = await deletions(() => {
        spawnSync("touch", [at("short")]);
        spawnSync("rm", [at("short")]);
      });
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        ...{ probe: "filelife", event: "deleted", path: at("short"), operation: "unlink", kind: "file" },
        ...{ comm: "rm", ppid: process.pid, truncated: false, creator: { comm: "touch" } },
      });
      expect(event?.creator.pid).not.toBe(event?.pid);
    });

    test("its age lies between what can be measured outside of it", async () => {
      const times: number[] = [];
      const [event] = await deletions(() => {
        times.push(performance.now());
        const fd = fs.openSync(at("aged"), "w");
        times.push(performance.now());
        const until = performance.now() + 30;
        while (performance.now() < until);
        times.push(performance.now());
        fs.unlinkSync(at("aged"));
        times.push(performance.now());
        fs.closeSync(fd);
      });
      const [opening = 0, opened = 0, unlinking = 0, unlinked = 0] = times;
      expect(event?.ageMs).toBeGreaterThan(unlinking - opened - 0.05);
      expect(event?.ageMs).toBeLessThan(unlinked - opening + 0.05);
      expect(event).toMatchObject({ pid: process.pid, creator: { pid: process.pid } });
    });

    test("a relative path is resolved from the deleter's own directory", async () => {
      fs.mkdirSync(at("a/b"), { recursive: true });
      const events = await deletions(() => {
        spawnSync("sh", ["-c", "cd a && : > b/file"], { cwd: folder });
        spawnSync("sh", ["-c", "cd a/b && exec rm ../b/./file"], { cwd: folder });
      });
      expect(brief(events)).toEqual([["unlink", "file", at("a/b/file")]]);
    });

    test.each(endings)("the end of a file by $title", async ({ run, ends, linked }) => {
      const events = await deletions(() => run(at));
      expect(brief(events)).toEqual(visible(ends, linked).map(([how, kind, file]) => [how, kind, at(file)]));
    });

    test("calls that fail, and those that leave a name, tell nothing", async () => {
      fs.mkdirSync(at("before"));
      const events = await deletions(() => {
        fs.mkdirSync(at("full"));
        create("full/x", "file");
        expect(() => fs.rmdirSync(at("full"))).toThrow("ENOTEMPTY");
        expect(() => fs.unlinkSync(at("full"))).toThrow();
        expect(() => fs.rmdirSync(at("file"))).toThrow("ENOTDIR");
        expect(() => fs.unlinkSync(at("none"))).toThrow("ENOENT");
        fs.linkSync(at("file"), at("link"));
        fs.unlinkSync(at("file"));
        fs.rmdirSync(at("before"));
      });
      expect(events).toEqual([]);
    });

    test("a temporary file without a name ends with its last descriptor", async () => {
      const [event, ...others] = await deletions(() => expect(spawnSync(nameless, [folder]).status).toBe(0));
      expect(others).toEqual([]);
      expect(event).toMatchObject({ operation: "close", kind: "file", comm: "nameless" });
      expect(path.dirname(event?.path ?? "")).toBe(folder);
    });

    test("a temporary file that was given a name ends under it", async () => {
      const events = await deletions(() => expect(spawnSync(nameless, [folder, at("named")]).status).toBe(0));
      if (plan === "tracepoint-names") expect(events).toMatchObject([{ operation: "close", kind: "file" }]);
      else expect(brief(events)).toEqual([["unlink", "file", at("named")]]);
    });

    test("10,000 files at full speed are all there", async () => {
      const count = scaled(10_000);
      const events = await deletions(() => {
        for (let index = 0; index < count; index++) {
          fs.closeSync(fs.openSync(at(`f${index}`), "w"));
          fs.unlinkSync(at(`f${index}`));
        }
      });
      expect(events.map((event) => event.path)).toEqual(
        Array.from({ length: count }, (_, index) => at(`f${index}`)),
      );
    });

    test("names of any bytes come whole", async () => {
      const name = Buffer.from([0x1b, 0x5d, 0x30, 0x3b, 0x78, 0x07, 0xff, 0xfe, 0x0a, 0x22]);
      const file = Buffer.concat([Buffer.from(`${folder}/`), name]);
      const [event] = await deletions(() => {
        fs.writeFileSync(file, "");
        fs.unlinkSync(file);
      });
      expect(event?.path).toBe(`${folder}/\x1b]0;x\x07\udcff\udcfe\n"`);
    });

    test("paths of any depth that a call takes come whole", async () => {
      const deep = Array.from({ length: 60 }, (_, index) => `directory-${index}`).join("/");
      fs.mkdirSync(at(deep), { recursive: true });
      const events = await deletions(() => {
        create(`${deep}/file`);
        fs.unlinkSync(at(deep, "file"));
      });
      expect(brief(events)).toEqual([["unlink", "file", at(deep, "file")]]);
    });

    test("without fullPath only the name comes", async () => {
      const events = await deletions(
        () => {
          create("named");
          fs.unlinkSync(at("named"));
        },
        { fullPath: false },
      );
      expect(events.map((event) => event.path)).toEqual(["named"]);
    });
  });

  describe("which files are known", () => {
    inFolder("/var/tmp");

    test("a file that lives long is remembered while many others come and go", async () => {
      const events = await deletions(
        () => {
          create("long");
          for (let index = 0; index < 500; index++) {
            create("short");
            fs.unlinkSync(at("short"));
          }
          fs.unlinkSync(at("long"));
        },
        { maxFiles: 64 },
      );
      expect(events).toHaveLength(501);
      expect(events.at(-1)?.path).toBe(at("long"));
    });

    test("a regular file made by mknod is seen", async ({ skip }) => {
      if (plan === "tracepoint-names")
        skip("by its declared limits the plan sees files that were opened when made");
      const events = await deletions(() =>
        spawnSync("python3", ["-c", "import os; os.mknod('m'); os.unlink('m')"], { cwd: folder }),
      );
      expect(brief(events)).toEqual([["unlink", "file", at("m")]]);
    });

    test("a living file is not taken for a deleted one of its name, whatever the caches have dropped", async () => {
      fs.mkdirSync(at("a"));
      fs.mkdirSync(at("b"));
      const { events } = await collect(
        { kernel, probes: [use(filelife, {}, { plan })], follow: true },
        () => {
          create("a/x", "b/x");
          execFileSync("sync");
          fs.writeFileSync("/proc/sys/vm/drop_caches", "2");
          spawnSync("find", ["/usr/share/doc", "-size", "+1k"], { stdio: "ignore" });
          fs.unlinkSync(at("b/x"));
        },
      );
      expect(events.filter((event) => event.path !== at("b/x"))).toEqual([]);
    });

    test("files beyond maxFiles are given up oldest first, and counted", async () => {
      const names = Array.from({ length: 100 }, (_, index) => `f${index}`);
      const { events, stats } = await collect(
        { kernel, probes: [use(filelife, { maxFiles: 64 }, { plan })], follow: true },
        () => {
          create(...names);
          for (const name of names) fs.unlinkSync(at(name));
        },
      );
      const evicted = stats.lost.find(({ cause }) => cause === "evicted")?.count ?? 0;
      expect(events.length + evicted).toBeGreaterThanOrEqual(100);
      expect(events.map((event) => path.basename(event.path))).toEqual(
        names.slice(names.length - events.length),
      );
      expect(events.length).toBeGreaterThan(0);
    });

    test("a compiler's temporary files are seen", async () => {
      fs.writeFileSync(at("hello.c"), "int main(void) { return 0; }\n");
      const events = await deletions(() =>
        spawnSync("cc", ["hello.c", "-o", "hello"], { cwd: folder, env: { ...process.env, TMPDIR: folder } }),
      );
      const suffixes = events.map((event) => path.extname(event.path)).sort();
      expect(suffixes).toEqual(expect.arrayContaining([".o", ".s"]));
      expect(events.every((event) => path.dirname(event.path) === folder)).toBe(true);
    });
  });
});
