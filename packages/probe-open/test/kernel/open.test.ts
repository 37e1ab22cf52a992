import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type ProbeOptions, type SessionFilter, use } from "@probekit/core";
import { collect, scaled } from "@probekit/core/testing";
import { describePlans } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import open from "../../src/probe.js";

const programs = fs.mkdtempSync(path.join(os.tmpdir(), "probe-open-"));
const opens = path.join(programs, "opens");
let folder = "";
let plan = "";

const at = (name: string) => path.join(folder, name);
const run = (...args: string[]) => execFileSync(opens, args, { cwd: folder, encoding: "utf8" });

/** What `opens` does while the probe is attached; it opens nothing but what the tests name. */
async function watch(
  action: Parameters<typeof collect>[1],
  options: ProbeOptions<typeof open> = {},
  filter: SessionFilter = { comm: ["opens"] },
) {
  const probes = [use(open, options, { plan })] as const;
  const { events, stats } = await collect({ kernel, probes, filter }, action);
  const kept = ["missed", "truncated", "unreadable"]; /* what is missing in events, or other tasks' */
  expect(stats.lost.filter(({ cause }) => !kept.includes(cause))).toEqual([]);
  return events;
}

beforeAll(() => {
  const source = new URL("../programs/opens.c", import.meta.url).pathname;
  execFileSync("cc", ["-static", "-O1", "-w", "-pthread", "-o", opens, source]);
});
afterAll(() => fs.rmSync(programs, { recursive: true }));
beforeEach(() => {
  folder = fs.mkdtempSync("/var/tmp/probe-open-");
  fs.mkdirSync(at("folder"));
  for (const name of ["file", "a", "b", "folder/inner"]) fs.writeFileSync(at(name), "");
  fs.symlinkSync("folder/inner", at("link"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

describePlans(open, kernel, (name) => {
  beforeAll(() => {
    plan = name;
  });

  /** Call, name, flags, mode, error, and the path below `folder` where that is what it is in. */
  type Row = readonly [string, string, string, string | null, string | null, string | null];
  const rows = (events: Awaited<ReturnType<typeof watch>>): Row[] =>
    events.map((event) => [
      event.call,
      event.name,
      event.flags,
      event.mode,
      event.errno,
      event.path?.startsWith(`${folder}/`) ? event.path.slice(folder.length + 1) : event.path,
    ]);

  describe("calls of every kind", () => {
    let events: Awaited<ReturnType<typeof watch>> = [];
    const of = (...calls: string[]) => rows(events.filter(({ call }) => calls.includes(call)));
    beforeEach(async () => {
      events = await watch(() => run("all"));
    });

    test("come with who called, the new descriptor, and the error", async () => {
      const [first] = events;
      expect(first).toMatchObject({
        ...{ probe: "open", event: "opened", call: "openat", name: "folder", path: at("folder") },
        ...{ fd: expect.any(Number), errno: null, resolve: null, comm: "opens", ppid: process.pid },
        ...{ uid: process.getuid?.(), gid: process.getgid?.(), truncated: false, unreadable: false },
      });
      expect(events.filter(({ fd, errno }) => (fd === null) === (errno === null))).toEqual([]);
    });

    test("open and creat", ({ skip }) => {
      if (process.arch !== "x64") skip("this architecture does not have them");
      expect(of("open", "creat")).toEqual([
        ["open", "file", "O_RDONLY", null, null, "file"],
        ["open", "new", "O_RDWR|O_CREAT|O_EXCL", "0640", null, "new"],
        ["open", "new", "O_RDWR|O_CREAT|O_EXCL", "0640", "EEXIST", "new"],
        ["creat", "created", "O_WRONLY|O_CREAT|O_TRUNC", "04755", null, "created"],
        ["creat", "nowhere/created", "O_WRONLY|O_CREAT|O_TRUNC", "0600", "ENOENT", "nowhere/created"],
      ]);
    });

    test("openat: names from the root, of a directory, and none at all", () => {
      const found = of("openat").slice(1);
      const inner = at("folder/inner");
      const temporary = found.find(([, , , mode]) => mode === "0600");
      expect(temporary?.[5]).toMatch(/^#\d+$/);
      expect(found).toEqual([
        ["openat", inner, "O_RDONLY|O_CLOEXEC", null, null, "folder/inner"],
        ["openat", inner, "O_RDONLY", null, null, "folder/inner"],
        ["openat", "/nowhere/file", "O_WRONLY", null, "ENOENT", "/nowhere/file"],
        ["openat", "inner", "O_RDONLY|O_NONBLOCK", null, null, "folder/inner"],
        ["openat", "missing", "O_WRONLY|O_APPEND", null, "ENOENT", "folder/missing"],
        ["openat", "../folder/./inner", "O_RDONLY", null, null, "folder/inner"],
        ["openat", "../missing", "O_RDONLY", null, "ENOENT", "folder/../missing"],
        ["openat", "link", "O_RDONLY", null, null, "folder/inner"],
        ["openat", "link", "O_RDONLY|O_NOFOLLOW", null, "ELOOP", "link"],
        temporary,
        ["openat", "folder", "O_RDONLY|O_PATH|O_DIRECTORY", null, null, "folder"],
        ["openat", "file", "O_RDONLY", null, "EBADF", null],
        ["openat", "", "O_RDONLY", null, "ENOENT", null],
        ["openat", "", "O_RDONLY", null, "EFAULT", null],
        ["openat", "", "O_RDONLY", null, "EFAULT", null],
        ["openat", "bytes \udcff\n", "O_RDONLY", null, "ENOENT", "bytes \udcff\n"],
        ["openat", "x".repeat(4096), "O_RDONLY", null, "ENAMETOOLONG", "x".repeat(4096)],
      ]);
      expect(temporary?.slice(0, 5)).toEqual(["openat", ".", "O_RDWR|O_TMPFILE", "0600", null]);
    });

    test("openat2: with how it is to be resolved", () => {
      expect(of("openat2")).toEqual([
        ["openat2", "inner", "O_RDONLY|O_CLOEXEC", null, null, "folder/inner"],
        ["openat2", "../file", "O_RDONLY|O_CLOEXEC", null, "EXDEV", "folder/../file"],
        ["openat2", "/inner", "O_RDONLY|O_CLOEXEC", null, null, "folder/inner"],
        ["openat2", "/missing", "O_RDONLY|O_CLOEXEC", null, "ENOENT", "folder/missing"],
        ["openat2", "made", "O_WRONLY|O_CREAT", "0604", null, "folder/made"],
        ["openat2", "inner", "O_RDONLY", null, "EFAULT", "folder/inner"],
      ]);
      const inRoot = "RESOLVE_NO_XDEV|RESOLVE_IN_ROOT";
      expect(events.filter(({ call }) => call === "openat2").map(({ resolve }) => resolve)).toEqual([
        ...["RESOLVE_BENEATH", "RESOLVE_BENEATH", inRoot, inRoot, "0", "0"],
      ]);
    });

    test("open_by_handle_at, which has no name", () => {
      expect(of("open_by_handle_at")).toEqual([
        ["open_by_handle_at", "", "O_RDWR", null, null, "file"],
        ["open_by_handle_at", "", "O_RDONLY", null, "EBADF", null],
      ]);
    });

    test("what could not be read, or was cut short, says so", () => {
      expect(events.filter(({ unreadable }) => unreadable).map(({ call, name }) => [call, name])).toEqual([
        ["openat", ""],
        ["openat2", "inner"],
      ]);
      expect(events.filter(({ truncated }) => truncated).map(({ name }) => name.length)).toEqual([4096]);
    });
  });

  describe("the path", () => {
    test("begins at the process's root", async () => {
      fs.mkdirSync(at("root/inner"), { recursive: true });
      fs.copyFileSync(opens, at("root/opens"));
      fs.writeFileSync(at("root/a"), "");
      const events = await watch(() => execFileSync("chroot", [at("root"), "/opens", "many", "2"]));
      expect(events.map(({ name, path: found, errno }) => [name, found, errno])).toEqual([
        ["a", "/a", null],
        ["b", "/b", "ENOENT"],
      ]);
    });

    test("of a relative name is through the mount that it is on", async () => {
      fs.mkdirSync(at("mnt"));
      const script = 'mount -t tmpfs none mnt; cd mnt; : > a; : > b; exec "$0" many 2';
      const events = await watch(() =>
        execFileSync("unshare", ["--mount", "sh", "-ec", script, opens], { cwd: folder }),
      );
      expect(events.map((event) => event.path)).toEqual([at("mnt/a"), at("mnt/b")]);
    });

    test.each<[string, ProbeOptions<typeof open>, string]>([
      ["as it was passed", {}, "loop/./link"],
      ["the one that the kernel has found, with realPath", { realPath: true }, "folder/inner"],
    ])("of an absolute name is %s", async (_, options, expected) => {
      fs.symlinkSync(folder, at("loop"));
      const named = at("loop/./link");
      const events = await watch(() => execFileSync("cat", [named]), options, {
        comm: ["cat"],
      });
      expect(events.filter((event) => event.name === named).map((event) => event.path)).toEqual([
        at(expected),
      ]);
    });

    test("of a pipe, opened by its relative name in /proc, is null", async () => {
      const events = await watch(
        () => execFileSync("bash", ["-c", "cd /proc/$$/fd && exec 7< <(echo) && cat 7"]),
        {},
        { comm: ["cat"] },
      );
      expect(events.filter((event) => event.name === "7")).toMatchObject([
        { path: null, errno: null, unreadable: false },
      ]);
    });

    test("is whole, however deep", async () => {
      const deep = Array.from({ length: 60 }, (_, index) => `directory-${index}`).join("/");
      fs.mkdirSync(at(deep), { recursive: true });
      const events = await watch(() => execFileSync(opens, ["many", "1"], { cwd: at(deep) }));
      expect(events).toMatchObject([{ path: at(`${deep}/a`), errno: "ENOENT", truncated: false }]);
    });
  });

  describe("options", () => {
    test.each<[string, ProbeOptions<typeof open>, (errno: string | null) => boolean]>([
      ["failed: false leaves out failures", { failed: false }, (errno) => errno === null],
      ["onlyFailed leaves out the others", { onlyFailed: true }, (errno) => errno !== null],
      ["onlyFailed needs no failed", { onlyFailed: true, failed: false }, (errno) => errno !== null],
    ])("%s", async (_, options, kept) => {
      const all = rows(await watch(() => run("all"))).filter(([, , , , errno]) => kept(errno));
      for (const name of ["new", "created", "folder/made"]) fs.rmSync(at(name), { force: true });
      const found = rows(await watch(() => run("all"), options));
      /* Without paths: that of O_TMPFILE has another inode each time. */
      const withoutPath = (list: Row[]) => list.map((row) => row.slice(0, 5));
      expect(all.length).toBeGreaterThan(5);
      expect(withoutPath(found)).toEqual(withoutPath(all));
    });

    test("without fullPath there are names alone", async () => {
      const events = await watch(() => run("many", "2"), { fullPath: false });
      expect(events.map(({ name, path: found }) => [name, found])).toEqual([
        ["a", null],
        ["b", null],
      ]);
    });
  });

  test("by a thread has that thread's id", async () => {
    let tid = 0;
    const events = await watch(() => {
      tid = Number(run("thread"));
    });
    expect(events).toMatchObject([{ name: "file", tid, path: at("file") }]);
    expect(events[0]?.pid).not.toBe(tid);
  });

  test("20,000 at full speed are all there, in order", async () => {
    const count = scaled(20_000);
    const events = await watch(() => run("many", String(count)));
    expect(events.map((event) => event.path)).toEqual(
      Array.from({ length: count }, (_, index) => at(index % 2 ? "b" : "a")),
    );
  });

  test.each<[string, SessionFilter, number]>([
    ["a name", { comm: ["opens"] }, 2],
    ["another name", { comm: ["other"] }, 0],
    ["its parent", { ppid: [process.pid], comm: ["opens"] }, 2],
    ["a uid", { uid: { not: [0] }, comm: ["opens"] }, 0],
  ])("filters by %s keep what was asked for", async (_, filter, count) => {
    expect(await watch(() => run("many", "2"), {}, filter)).toHaveLength(count);
  });
});
