import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { scaled } from "@probekit/core/testing";
import { describe, expect, test } from "vitest";
import { describeByPlan } from "./by-plan.js";

const { O_CREAT, O_DSYNC, O_RDWR, O_SYNC } = fs.constants;
const dsync = O_RDWR | O_CREAT | O_DSYNC;
const data = Buffer.alloc(4096, "x");

/** Calls pwritev2() with what each flag's name stands for. */
const pwritev2 = (...flags: string[]) => `import os, sys
fd = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)
for flags in (${flags.map((name) => `os.${name}`)},): os.pwritev(fd, [b"x"], 0, flags)`;

describeByPlan(({ at, flush, plan, run, watch, withFile }) => {
  /** Whether a write that fails before it flushes is told. */
  const tellsFailing = plan === "tracepoint";

  describe("a write that flushes by itself", () => {
    test("comes with who wrote, to which file, and no error", async () => {
      let fd = 0;
      const events = await watch(() =>
        withFile(
          "a",
          (opened) => {
            fd = opened;
            fs.writeSync(fd, data);
          },
          dsync,
        ),
      );
      expect(events).toMatchObject([
        {
          ...{ probe: "sync", event: "written", call: "write", path: at("a"), fd, ret: 0, errno: null },
          ...{ pid: process.pid, tid: process.pid, truncated: false, unreadable: false },
        },
      ]);
      expect(events[0]?.latencyMs).toBeGreaterThan(0);
    });

    test.each<[title: string, write: (fd: number) => unknown, flags: number]>([
      ["write, O_DSYNC", (fd) => fs.writeSync(fd, data), dsync],
      ["write, O_SYNC", (fd) => fs.writeSync(fd, data), dsync | O_SYNC],
      ["pwrite64", (fd) => fs.writeSync(fd, data, 0, data.length, 100), dsync],
      ["writev", (fd) => fs.writevSync(fd, [data, data]), dsync],
      ["pwritev", (fd) => fs.writevSync(fd, [data, data], 100), dsync],
    ])("by %s is told once", async (_, write, flags) => {
      const events = await watch(() => withFile("a", write, flags));
      expect(events).toMatchObject([{ event: "written", call: "write", path: at("a"), ret: 0 }]);
    });

    test("by pwritev2 is told when its flags say so", async () => {
      const script = pwritev2("RWF_DSYNC", "RWF_SYNC", "RWF_HIPRI");
      const events = await watch(() => run("python3", "-c", script, at("a")));
      expect(events).toMatchObject([1, 2].map(() => ({ call: "write", path: at("a"), ret: 0 })));
    });

    test("for the file's sake (chattr +S), or the file system's (mount -o sync), is told", async () => {
      const script =
        "mkdir mnt; mount -t ramfs -o sync none mnt; : > a; chattr +S a; echo x > a; echo x > mnt/b";
      const events = await watch(() => run("unshare", "--mount", "sh", "-ec", script));
      expect(events.filter(({ event }) => event === "written")).toMatchObject(
        ["a", "mnt/b"].map((name) => ({ comm: "sh", path: at(name), ret: 0 })),
      );
    });

    test("to a file system upon another is told once, by the path that was opened", async ({ skip }) => {
      for (const name of ["lower", "upper", "work", "mnt"]) fs.mkdirSync(at(name));
      let status: number | null = 0;
      const script =
        "mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work none mnt || exit 3; exec dd if=/dev/zero of=mnt/a count=3 oflag=dsync";
      const events = await watch(() => {
        ({ status } = spawnSync("unshare", ["--mount", "sh", "-c", script], {
          cwd: at("."),
          stdio: "ignore",
        }));
      });
      if (status === 3) skip("this kernel has no overlay file system");
      const written = events.filter(({ comm }) => comm === "dd");
      expect(written).toMatchObject([1, 2, 3].map(() => ({ call: "write", path: at("mnt/a") })));
    });

    test("and an fsync of the same file are told once each", async () => {
      const events = await watch(() =>
        withFile(
          "a",
          (fd) => {
            fs.writeSync(fd, data);
            fs.fsyncSync(fd);
            fs.writeSync(fd, data);
          },
          dsync | O_SYNC,
        ),
      );
      expect(events.map(({ event, call }) => `${event} ${call}`)).toEqual([
        "written write",
        "synced fsync",
        "written write",
      ]);
    });

    test("takes no longer than can be measured outside of it", async () => {
      let measuredMs = 0;
      const [event] = await watch(() =>
        withFile(
          "a",
          (fd) => {
            const begin = performance.now();
            fs.writeSync(fd, Buffer.alloc(1 << 20));
            measuredMs = performance.now() - begin;
          },
          dsync,
        ),
      );
      expect(event?.latencyMs).toBeLessThan(measuredMs + 0.05);
      expect(event?.latencyMs).toBeGreaterThan(measuredMs / 10);
    });
  });

  describe("a write is not told that", () => {
    test.each<[title: string, write: () => unknown]>([
      ["does not flush", () => withFile("a", (fd) => fs.writeSync(fd, data))],
      ["writes nothing", () => withFile("a", (fd) => fs.writeSync(fd, Buffer.alloc(0)), dsync)],
      [
        "goes to a device that has nothing to flush",
        () => run("dd", "if=/dev/zero", "of=/dev/null", "count=2", "oflag=dsync"),
      ],
      ["goes to a pipe", () => withFile("fifo", (fd) => fs.writeSync(fd, data), dsync)],
    ])("%s", async (_, write) => {
      run("mkfifo", "fifo");
      expect(await watch(write)).toEqual([]);
    });

    test("took less than minLatencyMs", async () => {
      const write = () => withFile("a", (fd) => void fs.writeSync(fd, data), dsync);
      expect(await watch(write, { minLatencyMs: 60_000 })).toEqual([]);
      expect(await watch(write, { minLatencyMs: 0.000_001 })).toHaveLength(1);
    });

    test("a filter leaves out", async () => {
      const both = () => {
        run("dd", "if=/dev/zero", "of=a", "count=2", "oflag=dsync");
        withFile("b", (fd) => fs.writeSync(fd, data), dsync);
      };
      expect(await watch(both, {}, { pid: [process.pid] })).toMatchObject([{ path: at("b") }]);
      expect(await watch(both, {}, { comm: ["dd"] })).toMatchObject([1, 2].map(() => ({ path: at("a") })));
    });
  });

  test("a write that fails is told where the plan sees the whole write", async () => {
    const script = `import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
fd = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_DSYNC)
try: os.write(fd, b"x")
except OSError: sys.exit(7)`;
    let status: number | null = 0;
    const events = await watch(() => {
      ({ status } = spawnSync("python3", ["-c", script, at("a")]));
    });
    expect(status).toBe(7);
    const failed = { call: "write", path: at("a"), errno: "EFBIG" };
    expect(events).toMatchObject(tellsFailing ? [failed] : []);
  });

  test("a write that follows one of which nothing was told is a new one", async () => {
    const events = await watch(() =>
      withFile(
        "a",
        (fd) => {
          fs.writeSync(fd, Buffer.alloc(0));
          withFile("b", (other) => fs.writeSync(other, data));
          fs.writeSync(fd, data);
        },
        dsync,
      ),
    );
    expect(events).toMatchObject([{ path: at("a") }]);
  });

  describe("of the two events", () => {
    const both = () =>
      withFile(
        "a",
        (fd) => {
          fs.writeSync(fd, data);
          fs.fsyncSync(fd);
        },
        dsync,
      );
    test.each(["synced", "written"] as const)("%s comes alone when it alone is wanted", async (wanted) => {
      const events = await watch(both, {}, {}, [wanted]);
      expect(events.map(({ event }) => event)).toEqual([wanted]);
    });
  });

  describe("on a file system in memory", () => {
    /** Whose flushes take no time, and which does not leave them out as tmpfs does. */
    const onRamfs = (command: string) =>
      run("unshare", "--mount", "sh", "-ec", `mkdir mnt; mount -t ramfs none mnt; ${command}`);

    test("writes at full speed are all there, and those of two processes told apart", async () => {
      const count = scaled(5000);
      const dd = (name: string) => `dd if=/dev/zero of=mnt/${name} bs=16 count=${count} oflag=dsync`;
      const events = await watch(() => onRamfs(`${dd("a")} & ${dd("b")}; wait`));
      for (const name of ["a", "b"]) {
        const own = events.filter((event) => event.path === at(`mnt/${name}`));
        expect(own).toHaveLength(count);
        expect(new Set(own.map(({ pid }) => pid)).size).toBe(1);
      }
      expect(events).toHaveLength(2 * count);
    });

    test("5,000 threads, more than are followed at a time, are followed one after another", async () => {
      const events = await watch(() => onRamfs(`exec ${flush} writers mnt/a`));
      expect(new Set(events.map(({ tid }) => tid)).size).toBe(5000);
      expect(events).toHaveLength(5000);
    });
  });
});
