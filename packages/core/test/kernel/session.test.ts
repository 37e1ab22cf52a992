import { once } from "node:events";
import os from "node:os";
import { setTimeout } from "node:timers/promises";
import v8 from "node:v8";
import vm from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { openSession } from "../../src/session/open.js";
import { use } from "../../src/session/options.js";
import { bpfDescriptors } from "../../src/testing/bpf-descriptors.js";
import { collect } from "../../src/testing/collect.js";
import { failOnLeaks } from "../../src/testing/vitest/fail-on-leaks.js";
import { buildSample } from "../sample/build.js";
import { sample } from "../sample/probe.js";
import { parseLines } from "../support/lines.js";
import { own } from "../support/own.js";

beforeAll(() => buildSample("sample"));
failOnLeaks();

describe("a session", () => {
  test("uses the best plan that this kernel takes, and says why not a better one", async () => {
    await using session = openSession({ ...own, probes: [sample] });
    expect(session.probes).toEqual([
      {
        ...{
          name: "sample",
          plan: "working",
          limits: [],
          events: ["called"],
          tables: [],
          absent: ["on_nothing"],
        },
        refused: [
          { plan: "missing", reason: expect.objectContaining({ code: "ERR_ATTACH" }) },
          { plan: "rejected", reason: expect.objectContaining({ code: "ERR_LOAD", errno: "EACCES" }) },
        ],
      },
    ]);
    const [missing, rejected] = session.probes[0]?.refused ?? [];
    expect(missing?.reason.message).toBe(
      "sample: attach on_nothing to syscalls:sys_enter_no_such_call: this kernel has no such target",
    );
    expect(rejected?.reason.message).toMatch(
      /^sample: load sample\.bpf\.o: EACCES: R\d invalid mem access '(?:scalar|inv)'$/,
    );
    expect(rejected?.reason.log).toContain("on_bad_read");
  });

  test("gives events in order, with their time and place", async () => {
    const before = Date.now();
    const { events } = await collect({ ...own, probes: [sample] }, () => {
      for (let index = 0; index < 3; index++) os.getPriority();
    });
    expect(events.map(({ number }) => number)).toEqual([0n, 1n, 2n]);
    expect(events[0]).toMatchObject({
      probe: "sample",
      event: "called",
      pid: process.pid,
      tid: process.pid,
      who: 0,
    });
    expect(Math.abs((events[0]?.timeMs ?? 0) - before)).toBeLessThan(1000);
  });

  test("says what its programs log", async () => {
    const { logs } = await collect({ ...own, probes: [use(sample, { log: true })] }, () => os.getPriority());
    expect(logs).toMatchObject([
      { probe: "sample", level: "warn", pid: process.pid, text: "who 0 of 0, 7% of node" },
    ]);
  });

  test("tells one event as soon as it happens, not when others come", async () => {
    await using session = openSession({ ...own, probes: [sample], maxDelayMs: 1000 });
    const events = session[Symbol.asyncIterator]();
    const first = events.next();
    const calledMs = performance.now();
    os.getPriority();
    await first;
    /* The bound is generous for slow machines; a missed wake-up would take a whole second. */
    expect(performance.now() - calledMs).toBeLessThan(500);
    await events.return();
  });

  test("counts what does not fit into the ring, and tells it", async () => {
    const { events, losses, stats } = await collect(
      { ...own, probes: [use(sample, { copies: 100 })], bufferSizeBytes: 4096 },
      async (session) => {
        /* Synchronous calls: nothing is read meanwhile but by the thread behind. */
        for (let index = 0; index < 2000; index++) os.getPriority();
        expect(session.stats().lost).toEqual([
          { probe: "sample", cause: "ringFull", count: expect.any(Number) },
        ]);
      },
    );
    const lost = stats.lost.find(({ cause }) => cause === "ringFull")?.count ?? 0;
    expect(lost).toBeGreaterThan(0);
    /* A call gives up at its first loss. */
    expect(events.length).toBeLessThan(200_000);
    expect(losses.reduce((sum, { count }) => sum + count, 0)).toBe(lost);
  });

  test("loses nothing of a storm while JavaScript is busy", async () => {
    const { events, stats } = await collect({ ...own, probes: [use(sample, { copies: 10 })] }, () => {
      for (let index = 0; index < 10_000; index++) os.getPriority();
    });
    expect(stats.lost).toEqual([]);
    expect(events.length).toBe(100_000);
    expect(events.every(({ number }, index) => number === BigInt(index))).toBe(true);
  });

  test("has its reader woken by a ring that fills while events gather", async () => {
    /* Some 8 KiB for each call, which the reader would look for every half a second. */
    const options = { ...own, probes: [use(sample, { copies: 100 })] };
    const gathering = { ...options, bufferSizeBytes: 1024 * 1024, maxDelayMs: 10_000 };
    const { events, stats } = await collect(gathering, async () => {
      os.getPriority();
      await setTimeout(50);
      for (let index = 1; index < 400; index++) {
        os.getPriority();
        if (index % 10 === 0) await setTimeout(5);
      }
    });
    expect(stats.lost).toEqual([]);
    expect(events.length).toBe(40_000);
  });

  test("can write JSON in place of objects", async () => {
    await using session = openSession({ ...own, probes: [sample] });
    os.getPriority();
    session.stop();
    const lines: unknown[] = [];
    for await (const chunk of session.json()) lines.push(...parseLines(chunk));
    expect(lines).toMatchObject([{ probe: "sample", event: "called", number: "0" }]);
  });
});

describe("reading a session", () => {
  test("again, after a break, gives what is left", async () => {
    await using session = openSession({ ...own, probes: [sample] });
    for (let index = 0; index < 5; index++) os.getPriority();
    const numbers: bigint[] = [];
    for await (const { number } of session) if (numbers.push(number) === 2) break;
    expect(session.stats().events).toBe(2);
    session.stop();
    for await (const { number } of session) numbers.push(number);
    expect(numbers).toEqual([0n, 1n, 2n, 3n, 4n]);
    expect(session.stats()).toMatchObject({ events: 5, lost: [] });
  });

  test("in two places at once is refused", async () => {
    const session = openSession({ ...own, probes: [sample] });
    const first = session.batches().next();
    await expect(session.batches().next()).rejects.toMatchObject({ code: "ERR_BUSY" });
    await session.close();
    expect(await first).toEqual({ value: undefined, done: true });
  });

  test("can be given up while nothing comes", async () => {
    await using session = openSession({ ...own, probes: [sample] });
    const events = session.batches();
    const waiting = events.next();
    await events.return();
    expect(await waiting).toEqual({ value: undefined, done: true });
    os.getPriority();
    expect((await session.batches().next()).value).toHaveLength(1);
  });
});

test("losses that nobody was told of before are told at the end", async () => {
  const session = openSession({ ...own, probes: [use(sample, { copies: 100 })], bufferSizeBytes: 4096 });
  let told = 0;
  session.on("loss", (losses) => {
    for (const { count } of losses) told += count;
  });
  for (let index = 0; index < 2000; index++) os.getPriority();
  await session.close();
  expect(told).toBeGreaterThan(0);
  expect(session.stats().lost).toEqual([{ probe: "sample", cause: "ringFull", count: told }]);
});

test("a perf event is sampled on the CPUs that run", async () => {
  const { events } = await collect({ ...own, probes: [use(sample, {}, { plan: "sampled" })] }, () => {
    /* Of its own time: on a busy machine it runs a part of the time alone. */
    const before = process.cpuUsage();
    while (process.cpuUsage(before).user < 300_000) os.uptime();
  });
  expect(events.length).toBeGreaterThan(5);
  expect(new Set(events.map(({ pid }) => pid))).toEqual(new Set([process.pid]));
});

describe("the end of a session", () => {
  test("by stop() gives what was written, and then the end", async () => {
    await using session = openSession({ ...own, probes: [sample] });
    os.getPriority();
    session.stop();
    os.getPriority();
    const numbers = [];
    for await (const event of session) numbers.push(event.number);
    expect(numbers).toEqual([0n]);
  });

  test("by close() ends a reader that waits", async () => {
    const session = openSession({ ...own, probes: [sample] });
    const waiting = session[Symbol.asyncIterator]().next();
    await session.close();
    expect(await waiting).toEqual({ value: undefined, done: true });
  });

  test("comes once: everything can be called again", async () => {
    const session = openSession({ ...own, probes: [sample] });
    session.stop();
    session.stop();
    await session.close();
    await session.close();
    session.stop();
    for await (const _ of session) throw new Error("no event can come");
    expect(session.stats()).toMatchObject({ events: 0, lost: [], ring: { records: 0 } });
    expect(() => session.follow(1)).toThrow("use session: it has been closed");
    expect(() => session.histograms()).toThrow("use session: it has been closed");
  });

  test("that nobody closed is noticed, warned of and made up for", async () => {
    const descriptors = bpfDescriptors();
    v8.setFlagsFromString("--expose-gc");
    const collectGarbage = vm.runInNewContext("gc") as () => void;
    const warned = once(process, "warning") as Promise<[Error]>;
    await (async () => {
      const session = openSession({ ...own, probes: [sample] });
      session.on("log", () => {});
      for (let index = 0; index < 3; index++) os.getPriority();
      for await (const _ of session) break;
    })();
    expect(bpfDescriptors()).toBeGreaterThan(descriptors);

    let warning: Error | undefined;
    void warned.then(([error]) => {
      warning = error;
    });
    while (!warning) {
      collectGarbage();
      await setTimeout(1);
    }
    expect(warning.message).toMatch(
      /^A probekit session was dropped without close\(\); it was opened at:\n.*session\.test/,
    );
    expect(bpfDescriptors()).toBe(descriptors);
  });
});
