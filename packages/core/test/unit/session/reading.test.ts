import { describe, expect, test } from "vitest";
import type { JsonChunk } from "../../../src/session/reading.js";
import { calledRecord } from "../../support/demo.js";
import { numbersOf, openDemo, push } from "../../support/demo-session.js";
import { parseLines } from "../../support/lines.js";

describe("reading a session", () => {
  test("goes on, after a break, with what is left of the batch", async () => {
    const { session, ring } = openDemo();
    push(ring, 0, 1, 2, 3, 4, 5, 6);
    expect(await numbersOf(session, 2)).toEqual([0, 1]);
    expect(session.stats().events).toBe(2);
    expect(await numbersOf(session, 1)).toEqual([2]);
    const { value } = await session.json().next();
    expect(parseLines(value as JsonChunk).map(({ number }) => number)).toEqual(["3", "4", "5", "6"]);
    expect(session.stats().events).toBe(7);
    await session.close();
  });

  test("as JSON gives whole lines, as many as are worth a write, in the same memory", async () => {
    const { session, ring } = openDemo();
    const numbers = Array.from({ length: 6000 }, (_, number) => number);
    push(ring, ...numbers);
    session.stop();
    const read: number[] = [];
    const memory = new Set<ArrayBufferLike>();
    let chunks = 0;
    for await (const chunk of session.json(({ number }) => number % 2n === 0n)) {
      read.push(...parseLines(chunk).map(({ number }) => Number(number)));
      memory.add(chunk.bytes.buffer);
      chunks++;
    }
    expect(read).toEqual(numbers.filter((number) => number % 2 === 0));
    expect(chunks).toBeGreaterThan(1);
    expect(memory.size).toBe(1);
    expect(session.stats().events).toBe(3000);
    await session.close();
  });

  test("leaves timers their turn, also where there is always more", async () => {
    const { session, ring } = openDemo();
    push(ring, 0);
    let isOver = false;
    setTimeout(() => {
      isOver = true;
    }, 1);
    const until = performance.now() + 5000;
    for await (const { number } of session) {
      if (isOver || performance.now() > until) break;
      push(ring, Number(number) + 1);
    }
    expect(isOver).toBe(true);
    await session.close();
  });

  test("ends with close(), in the middle of a batch", async () => {
    const { session, ring } = openDemo();
    push(ring, 0, 1, 2);
    const numbers: bigint[] = [];
    for await (const { number } of session) {
      numbers.push(number);
      await session.close();
    }
    expect(numbers).toEqual([0n]);
    expect(session.stats().events).toBe(1);
  });

  test("ends with stop(), after what had been written", async () => {
    const { session, ring } = openDemo();
    push(ring, 0);
    ring.leaveInKernel(calledRecord(1));
    session.stop();
    expect(await numbersOf(session)).toEqual([0, 1]);
    expect(await numbersOf(session)).toEqual([]);
    await session.close();
  });

  test("in two places is refused, and the first goes on", async () => {
    const { session, ring } = openDemo();
    const first = session.batches();
    const waiting = first.next();
    const second = session.json();
    await expect(second.next()).rejects.toMatchObject({
      code: "ERR_BUSY",
      message: "read session: another iterator is reading it; end that one first, with break or return()",
    });
    push(ring, 0);
    expect((await waiting).value).toHaveLength(1);
    await expect(second.next()).rejects.toMatchObject({ code: "ERR_BUSY" });

    await first.return();
    push(ring, 1);
    expect((await second.next()).value).toMatchObject({ events: 1 });
    await session.close();
  });

  test("is not refused for an iterator that was never used", async () => {
    const { session, ring } = openDemo();
    session.batches();
    push(ring, 0);
    expect(await numbersOf(session, 1)).toEqual([0]);
    await session.close();
  });

  test("can be given up while it waits, and nothing is lost by it", async () => {
    const { session, ring } = openDemo();
    const events = session[Symbol.asyncIterator]();
    const waiting = events.next();
    await Promise.resolve();
    expect(await events.return()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(ring.refs).toBe(0);
    push(ring, 0, 1);
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(await numbersOf(session, 2)).toEqual([0, 1]);
    await session.close();
  });

  test("answers calls that overlap in their order", async () => {
    const { session, ring } = openDemo();
    const events = session[Symbol.asyncIterator]();
    const both = Promise.all([events.next(), events.next()]);
    await Promise.resolve();
    push(ring, 0);
    push(ring, 1);
    expect((await both).map(({ value }) => value?.number)).toEqual([0n, 1n]);
    await session.close();
  });
});
