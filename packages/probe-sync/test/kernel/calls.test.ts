import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { describeByPlan } from "./by-plan.js";

describeByPlan(({ at, flush, observe, plan, run, watch, withFile }) => {
  /** What the plan tells, by its declared limits. */
  const sees32Bit = plan === "fentry";
  const sees32BitWrites = plan !== "tracepoint";
  const tellsMsyncFile = plan !== "tracepoint";

  describe("a call that works", () => {
    test("comes with who called, what, on which file, and no error", async () => {
      const before = Date.now();
      let fd = 0;
      const [event, ...others] = await watch(() =>
        withFile("file", (opened) => {
          fd = opened;
          fs.fsyncSync(fd);
        }),
      );
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        ...{ probe: "sync", event: "synced", call: "fsync", path: at("file"), fd, ret: 0, errno: null },
        ...{ pid: process.pid, ppid: process.ppid, uid: process.getuid?.(), gid: process.getgid?.() },
        ...{ truncated: false, unreadable: false, comm: fs.readFileSync("/proc/self/comm", "utf8").trim() },
      });
      expect(event?.timeMs).toBeGreaterThan(before - 2);
      expect(event?.timeMs).toBeLessThan(Date.now() + 2);
    });

    /* What makes the call, which call it is, and the file that it names. */
    test.each<[title: string, make: () => unknown, call: string, file: string | null]>([
      ["fsync, by node", () => withFile("a", fs.fsyncSync), "fsync", "a"],
      ["fdatasync, by node", () => withFile("a", fs.fdatasyncSync), "fdatasync", "a"],
      ["sync, by sync", () => run("sync"), "sync", null],
      ["fsync of a directory, by sync", () => run("sync", at(".")), "fsync", ""],
      ["fdatasync, by sync -d", () => run("sync", "-d", at("old")), "fdatasync", "old"],
      ["syncfs, by sync -f", () => run("sync", "-f", at("old")), "syncfs", "old"],
      ["fsync, by dd", () => run("dd", "if=/dev/zero", "of=a", "count=3", "conv=fsync"), "fsync", "a"],
      ["sync_file_range", () => run(flush, "range", at("a")), "sync_file_range", "a"],
    ])("%s, is told once", async (_, make, call, file) => {
      fs.writeFileSync(at("old"), "");
      const events = await watch(make);
      expect(events).toMatchObject([{ call, path: file === null ? null : at(file), ret: 0 }]);
      expect(events[0]?.fd === null).toBe(file === null);
    });

    test("msync, is told once, with its file where the plan tells it", async () => {
      const path = tellsMsyncFile ? at("a") : null;
      expect(await watch(() => run(flush, "msync", at("a")))).toMatchObject([
        { call: "msync", path, fd: null, ret: 0, unreadable: false },
      ]);
    });

    test("msync that flushes nothing (MS_ASYNC) has no file", async () => {
      expect(await watch(() => run(flush, "async", at("a")))).toMatchObject([{ call: "msync", path: null }]);
    });

    test("by a 32-bit program is told where the plan sees it", async ({ skip }) => {
      let status: number | null = 0;
      const events = await watch(() => {
        status = spawnSync(flush, ["32", at("a")]).status;
      });
      if (status !== 0) skip("this kernel does not take calls of 32-bit programs");
      const path = at("a");
      const none = { path: null, fd: null, ret: 0 };
      const told = { path, fd: expect.any(Number), ret: 0 };
      const write = { call: "write", ...told };
      const expected = [
        { call: "sync", ...none },
        ...["syncfs", "fsync", "fdatasync"].map((call) => ({ call, ...told })),
        { call: "msync", ...none, path },
        { call: "sync_file_range", ...told },
        { call: "fsync", path: null, fd: -1, errno: "EBADF" },
        write,
      ];
      expect(events).toMatchObject(sees32Bit ? expected : sees32BitWrites ? [write] : []);
    });

    test("by a thread has that thread's id", async () => {
      let tid = 0;
      const [event] = await watch(() => {
        tid = Number(run(flush, "thread", at("a")));
      });
      expect(event).toMatchObject({ call: "fsync", path: at("a"), tid, comm: "flush" });
      expect(event?.pid).not.toBe(tid);
    });

    test("on Node's thread pool, several at a time, is told for each, or counted where the plan can miss one", async () => {
      const names = Array.from({ length: 40 }, (_, index) => `f${index}`);
      const script = `for (const name of ${JSON.stringify(names)})
        fs.promises.open(name, "w").then((file) => file.sync().then(() => file.close()));`;
      let pid = 0;
      const { events, stats } = await observe(() => {
        pid = spawnSync(process.execPath, ["-e", script], { cwd: at(".") }).pid;
      });
      const told = events.map((event) => path.basename(event.path ?? "")).sort();
      const lost = stats.lost.find(({ cause }) => cause === "unpaired")?.count ?? 0;
      expect(told).toEqual(names.filter((name) => told.includes(name)).sort());
      expect(told.length + lost).toBe(names.length);
      expect(plan === "kprobe" || lost === 0).toBe(true);
      expect(events.every((event) => event.pid === pid && event.tid !== pid)).toBe(true);
    });
  });

  describe("a call that fails", () => {
    test.each([999_999, 2 ** 31 - 1])("on descriptor %d, which is not open, has no path", async (fd) => {
      const [event] = await watch(() => expect(() => fs.fsyncSync(fd)).toThrow("EBADF"));
      const ret = -os.constants.errno.EBADF;
      expect(event).toMatchObject({ call: "fsync", fd, path: null, errno: "EBADF", ret, unreadable: false });
    });

    test("on descriptor -1 says so", async () => {
      const events = await watch(() =>
        spawnSync("python3", ["-c", "import ctypes; ctypes.CDLL(None).fsync(-1)"]),
      );
      expect(events).toMatchObject([{ fd: -1, path: null, errno: "EBADF" }]);
    });

    test("on a descriptor that only names a file (O_PATH) has that file's path", async () => {
      fs.writeFileSync(at("named"), "");
      const [event] = await watch(() =>
        withFile("named", (fd) => expect(() => fs.fsyncSync(fd)).toThrow("EBADF"), 0o10000000),
      );
      expect(event).toMatchObject({ path: at("named"), errno: "EBADF" });
    });

    test("on a pipe or a socket has no path", async () => {
      const events = await watch(() => {
        run("python3", "-c", "import os\ntry: os.fsync(os.pipe()[1])\nexcept OSError: pass");
        run(flush, "tcp", at("a"));
      });
      expect(events).toMatchObject(
        ["python3", "flush"].map((comm) => ({ comm, path: null, errno: "EINVAL", unreadable: false })),
      );
    });

    test("on a named pipe has its path", async () => {
      run("mkfifo", at("fifo"));
      const [event] = await watch(() =>
        withFile("fifo", (fd) => expect(() => fs.fdatasyncSync(fd)).toThrow("EINVAL"), "r+"),
      );
      expect(event).toMatchObject({ call: "fdatasync", path: at("fifo"), errno: "EINVAL" });
    });

    test("for its flags is told as well", async () => {
      const events = await watch(() => run(flush, "invalid", at("a")));
      expect(events).toMatchObject([
        { call: "msync", errno: "EINVAL", fd: null, path: null },
        { call: "sync_file_range", errno: "EINVAL", path: at("a") },
      ]);
    });
  });
});
