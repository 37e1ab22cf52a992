import os from "node:os";
import * as kernel from "@probekit/native";
import { beforeAll, describe, expect, test } from "vitest";
import { openSession } from "../../src/session/open.js";
import { use } from "../../src/session/options.js";
import { failOnLeaks } from "../../src/testing/vitest/fail-on-leaks.js";
import { buildSample } from "../sample/build.js";
import { tally } from "../sample/tally.js";

beforeAll(() => buildSample("tally"));

failOnLeaks();

const open = (rows?: number) =>
  openSession({
    kernel,
    filter: { pid: [process.pid] },
    probes: [use(tally, { rows }, { events: ["calls"] })],
  });

function ask(who: number, times = 1): void {
  for (let time = 0; time < times; time++) {
    try {
      os.getPriority(who);
    } catch {
      /* no such process: asked all the same */
    }
  }
}

describe("a snapshot of a table", () => {
  test("has a row for each key, ordered, with the interval it is about", async () => {
    await using session = open();
    const openedMs = Date.now();
    ask(0, 2);
    ask(999999, 5);
    const [snapshot, ...others] = session.snapshot();
    expect(others).toEqual([]);
    expect(snapshot).toMatchObject({ probe: "tally", table: "calls" });
    expect(snapshot?.timeMs).toBeGreaterThan(openedMs - 1);
    expect(snapshot?.timeMs).toBeLessThan(Date.now() + 1);
    expect(snapshot?.intervalMs).toBeGreaterThan(0);

    const base = {
      probe: "tally",
      event: "calls",
      timeMs: snapshot?.timeMs,
      intervalMs: snapshot?.intervalMs,
    };
    expect(snapshot?.rows).toEqual([
      { ...base, which: 0, who: 999999, calls: 5, comm: expect.stringMatching(/./) },
      { ...base, which: 0, who: 0, calls: 2, comm: expect.stringMatching(/./) },
    ]);
  });

  test("has what was counted since the last one, and nothing twice", async () => {
    await using session = open();
    const counted: number[][] = [];
    for (const times of [3, 0, 1]) {
      ask(0, times);
      counted.push(session.snapshot().flatMap(({ rows }) => rows.map(({ calls }) => calls)));
    }
    expect(counted).toEqual([[3], [], [1]]);
  });

  test("has the rest after stop(), and is refused after close()", async () => {
    const session = open();
    ask(0, 4);
    session.stop();
    ask(0, 4);
    expect(session.snapshot()[0]?.rows).toMatchObject([{ calls: 4 }]);
    await session.close();
    expect(() => session.snapshot()).toThrow(expect.objectContaining({ code: "ERR_CLOSED" }));
  });

  test("counts what found no room, and not in other rows", async () => {
    await using session = open(2);
    for (let who = 100000; who < 100010; who++) ask(who);
    expect(session.snapshot()[0]?.rows).toMatchObject([{ calls: 1 }, { calls: 1 }]);
    expect(session.stats().lost).toEqual([{ probe: "tally", cause: "mapFull", count: 8 }]);
    ask(0);
    expect(session.snapshot()[0]?.rows).toMatchObject([{ who: 0, calls: 1 }]);
  });
});

describe("snapshots at an interval", () => {
  test("add up to all that was counted, the last part included", async () => {
    await using session = open();
    let total = 0;
    let taken = 0;
    for await (const tables of session.snapshots(10)) {
      total += tables.flatMap(({ rows }) => rows).reduce((sum, { calls }) => sum + calls, 0);
      taken++;
      if (taken <= 20) ask(0, 50);
      else session.stop();
    }
    expect(total).toBe(20 * 50);
    expect(taken).toBe(22);
  });

  test("of an endless interval are the last one alone", async () => {
    await using session = open();
    ask(0, 3);
    const taking = session.snapshots(Number.POSITIVE_INFINITY);
    const first = taking.next();
    ask(0, 4);
    session.stop();
    expect((await first).value?.[0]?.rows).toMatchObject([{ calls: 7 }]);
    expect((await taking.next()).done).toBe(true);
  });

  test("end with close(), and need a sensible interval", async () => {
    const session = open();
    const waiting = session.snapshots(60_000).next();
    await session.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(() => session.snapshots(1)).toThrow(expect.objectContaining({ code: "ERR_OPTION" }));
  });
});

describe("of the events and tables of a probe", () => {
  const openWith = (events?: string[]) =>
    openSession({ kernel, filter: { pid: [process.pid] }, probes: [use(tally, {}, { events })] });

  async function seen(events?: string[]): Promise<string[]> {
    await using session = openWith(events);
    const programs = session.stats().programs.map(({ name }) => name);
    ask(0);
    const rows = session
      .snapshot()
      .flatMap((snapshot) => [snapshot.table, ...snapshot.rows.map(() => "row")]);
    session.stop();
    const names: string[] = [];
    for await (const { event } of session) names.push(event);
    return [...programs, ...names, ...rows];
  }

  test("those that are not opt-in come when none are chosen", async () => {
    expect(await seen()).toEqual(["on_call", "asked", "calls", "row"]);
  });

  test("only those chosen come, and programs for others are not loaded", async () => {
    expect(await seen(["answered"])).toEqual(["on_call", "on_return", "answered"]);
    expect(await seen(["calls", "spare"])).toEqual(["on_call", "calls", "row", "spare"]);
  });

  test("one that is not there is an error with the nearest", () => {
    expect(() => openWith(["answerd"])).toThrow(
      "tally: configure events: there is no answerd; did you mean answered?; it has asked, answered, calls, spare",
    );
  });
});
