import { describe, expect, onTestFinished, test, vi } from "vitest";
import { RecordBuffer } from "../../../src/decode/record-buffer.js";
import type { BpfMap, Kernel, RingOptions } from "../../../src/kernel/kernel.js";
import { RingReader } from "../../../src/session/reader.js";
import { FakeRing } from "../../../src/testing/fake/fake-ring.js";

const record = (mark: number) => Buffer.from([8, 0, 0, 0, 0, 0, 0, 0, mark, 0, 0, 0, 0, 0, 0, 0]);

function setUp() {
  const buffer = new RecordBuffer(4096);
  const rings: FakeRing[] = [];
  const openRing = (_map: BpfMap, options: RingOptions) => {
    const opened = new FakeRing(options);
    rings.push(opened);
    return opened;
  };
  const map = {} as BpfMap;
  const reader = new RingReader({ openRing } as unknown as Kernel, buffer, {
    ring: map,
    wakeWord: map,
    maxDelayMs: 20,
    longestWaitMs: 1000,
  });
  return { buffer, reader, ring: rings[0] as FakeRing };
}

function useFakeTimers(): void {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
}

/** Whether a promise has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  const state = await Promise.race([promise.then(() => "settled"), Promise.resolve("waiting")]);
  return state === "settled";
}

describe("a reader of the ring", () => {
  test("moves what is there, and never waits for it", () => {
    const { reader, ring, buffer } = setUp();
    expect(reader.read()).toBe(0);
    ring.push(record(1), record(2));
    expect([reader.read(), buffer.bytes[8], buffer.bytes[24]]).toEqual([32, 1, 2]);
    expect(reader.read()).toBe(0);
  });

  test.each<[string, (reader: RingReader, ring: FakeRing) => void]>([
    ["records come", (_, ring) => ring.push(record(1))],
    ["it is woken", (reader) => reader.wake()],
    ["the end is near", (reader) => reader.end()],
    ["it is closed", (reader) => reader.close()],
  ])("waits, keeping the process alive, until %s", async (_, act) => {
    const { reader, ring } = setUp();
    expect(ring.refs).toBe(0);
    const waiting = reader.readable();
    expect(await settled(waiting)).toBe(false);
    expect(ring.refs).toBe(1);
    act(reader, ring);
    await waiting;
    expect(ring.refs).toBe(0);
  });

  test("waits no longer than it was told to", async () => {
    useFakeTimers();
    const { reader, ring } = setUp();
    const waiting = reader.readable();
    vi.advanceTimersByTime(999);
    expect(await settled(waiting)).toBe(false);
    vi.advanceTimersByTime(1);
    await waiting;
    expect(ring.refs).toBe(0);
  });

  test("begins to wait anew each time", async () => {
    useFakeTimers();
    const { reader, ring } = setUp();
    const first = reader.readable();
    vi.advanceTimersByTime(900);
    ring.push(record(1));
    await first;
    const second = reader.readable();
    vi.advanceTimersByTime(999);
    expect(await settled(second)).toBe(false);
    vi.advanceTimersByTime(1);
    await second;
    reader.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is woken once, whatever comes at the same time", async () => {
    const { reader, ring } = setUp();
    const waiting = reader.readable();
    ring.push(record(1));
    reader.wake();
    ring.push(record(2));
    reader.end();
    reader.close();
    await waiting;
    expect(ring.refs).toBe(0);
  });

  test("does not wait once the end is near", async () => {
    const { reader, ring } = setUp();
    reader.end();
    await reader.readable();
    reader.close();
    await reader.readable();
    expect(ring.refs).toBe(0);
  });

  test("gives what is in the kernel before the end", () => {
    const { reader, ring } = setUp();
    ring.push(record(1));
    ring.leaveInKernel(record(2), record(3));
    ring.drainLimit = 1;
    reader.end();
    expect([reader.read(), reader.read(), reader.read(), reader.read()]).toEqual([16, 16, 16, undefined]);
  });

  test("gives up on a record that is never finished", () => {
    const { reader, ring } = setUp();
    const drain = vi.spyOn(ring, "drain").mockReturnValue(false);
    reader.end();
    expect(reader.read()).toBeUndefined();
    expect(drain).toHaveBeenCalledTimes(3);
  });

  test("gives nothing after it was closed", () => {
    const { reader, ring } = setUp();
    ring.push(record(1));
    reader.close();
    reader.close();
    expect(reader.read()).toBeUndefined();
    expect(ring.closed).toBe(true);
  });

  test("ends a wait also when the ring cannot be closed", async () => {
    const { reader, ring } = setUp();
    ring.close = () => {
      throw new Error("EBADF");
    };
    const waiting = reader.readable();
    expect(() => reader.close()).toThrow("EBADF");
    await waiting;
    expect([ring.refs, reader.read()]).toEqual([0, undefined]);
  });
});
