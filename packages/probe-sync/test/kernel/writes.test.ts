import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { scaled } from "@probekit/core/testing";
import { describe, expect, test } from "vitest";
import { describeByPlan } from "./by-plan.js";

const { O_CREAT, O_DSYNC, O_RDWR, O_SYNC } = fs.constants;
const data = Buffer.alloc(4096, "x");
const nothing = Buffer.alloc(0);

/** Calls pwritev2() with each of the flags in turn. */
const pwritev2 = (...flags: string[]) => `import os, sys
fd = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)
for flags in (${flags.map((name) => `os.${name}`)},): os.pwritev(fd, [b"x"], 0, flags)`;

const tooLarge = `import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
fd = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_DSYNC)
try: os.write(fd, b"x")
except OSError: sys.exit(7)`;

describeByPlan(({ at, flush, plan, run, watch, withFile }) => {
  /** Whether a write that fails before it flushes is told. */
  const tellsFailing = plan === "tracepoint";

  const withDsync = <T>(name: string, action: (fd: number) => T) =>
    withFile(name, action, O_RDWR | O_CREAT | O_DSYNC);
  const withSync = <T>(name: string, action: (fd: number) => T) =>
    withFile(name, action, O_RDWR | O_CREAT | O_SYNC);

  describe("a write that flushes by itself", () => {
    test("comes with who wrote, to which file, and no error", async () => {
      let fd = 0;
      let measuredMs = 0;
      const [event, ...others] = await watch(() =>
        withDsync("a", (opened) => {
          fd = opened;
          const begin = performance.now();
          fs.writeSync(fd, Buffer.alloc(1 << 20));
          measuredMs = performance.now() - begin;
        }),
      );
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        ...{ probe: "sync", event: "written", call: "write", path: at("a"), fd, ret: 0, errno: null },
        ...{ pid: process.pid, tid: process.pid, truncated: false, unreadable: false },
      });
      expect(event?.latencyMs).toBeGreaterThan(measuredMs / 10);
      expect(event?.latencyMs).toBeLessThan(measuredMs + 0.05);
    });

    test("is told once, whichever call it is", async () => {
      const events = await watch(() => {
        withSync("sync", (fd) => fs.writeSync(fd, data));
        withDsync("write", (fd) => fs.writeSync(fd, data));
        withDsync("pwrite64", (fd) => fs.writeSync(fd, data, 0, data.length, 100));
        withDsync("writev", (fd) => fs.writevSync(fd, [data, data]));
        withDsync("pwritev", (fd) => fs.writevSync(fd, [data, data], 100));
        run("python3", "-c", pwritev2("RWF_DSYNC", "RWF_HIPRI"), at("pwritev2"));
        run("python3", "-c", pwritev2("RWF_HIPRI", "RWF_SYNC"), at("pwritev2 again"));
      });
      const names = ["sync", "write", "pwrite64", "writev", "pwritev", "pwritev2", "pwritev2 again"];
      expect(events).toMatchObject(
        names.map((name) => ({ event: "written", call: "write", path: at(name), ret: 0 })),
      );
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
        withSync("a", (fd) => {
          fs.writeSync(fd, data);
          fs.fsyncSync(fd);
          fs.writeSync(fd, data);
        }),
      );
      expect(events.map(({ event, call }) => `${event} ${call}`)).toEqual([
        "written write",
        "synced fsync",
        "written write",
      ]);
    });

    test("is left out if it took less than minLatencyMs", async () => {
      const write = () => withDsync("a", (fd) => void fs.writeSync(fd, data));
      expect(await watch(write, { minLatencyMs: 60_000 })).toEqual([]);
      expect(await watch(write, { minLatencyMs: 0.000_001 })).toHaveLength(1);
    });

    test("is left out by a filter", async () => {
      const both = () => {
        run("dd", "if=/dev/zero", "of=a", "count=2", "oflag=dsync");
        withDsync("b", (fd) => fs.writeSync(fd, data));
      };
      expect(await watch(both, {}, { pid: [process.pid] })).toMatchObject([{ path: at("b") }]);
    });

    test.each(["synced", "written"] as const)("comes where it is wanted: %s alone", async (wanted) => {
      const both = () =>
        withDsync("a", (fd) => {
          fs.writeSync(fd, data);
          fs.fsyncSync(fd);
        });
      const events = await watch(both, {}, {}, [wanted]);
      expect(events.map(({ event }) => event)).toEqual([wanted]);
    });
  });

  test("a write that does not flush is not told", async () => {
    run("mkfifo", "fifo");
    const events = await watch(() => {
      withFile("ordinary", (fd) => fs.writeSync(fd, data));
      withDsync("empty", (fd) => fs.writeSync(fd, nothing));
      withDsync("fifo", (fd) => fs.writeSync(fd, data));
      run("dd", "if=/dev/zero", "of=/dev/null", "count=2", "oflag=dsync");
      withDsync("synchronous", (fd) => {
        fs.writeSync(fd, nothing);
        withFile("ordinary", (other) => fs.writeSync(other, data));
        fs.writeSync(fd, data);
      });
    });
    expect(events).toMatchObject([{ path: at("synchronous") }]);
  });

  test("a write that fails before it flushes is told where the plan sees the whole write", async () => {
    let status: number | null = 0;
    const events = await watch(() => {
      ({ status } = spawnSync("python3", ["-c", tooLarge, at("a")]));
    });
    expect(status).toBe(7);
    const failed = { call: "write", path: at("a"), ret: expect.any(Number), errno: "EFBIG" };
    expect(events).toMatchObject(tellsFailing ? [failed] : []);
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
