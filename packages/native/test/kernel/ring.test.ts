import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { readVariable } from "../helpers/objects.js";
import { emit, sequences, start } from "../helpers/ring.js";

function counting(count: number): bigint[] {
  return Array.from({ length: count }, (_, index) => BigInt(index));
}

test("events that come alone arrive within a few milliseconds, though records may wait 500", async () => {
  const { reader } = start({}, { maxDelayMs: 500 });
  const delaysMs: number[] = [];
  for (let round = 0; round < 5; round++) {
    // Longer apart than a tenth of the delay: that is "alone".
    await pause(70);
    const startMs = performance.now();
    emit();
    await reader.reached(round + 1);
    delaysMs.push(performance.now() - startMs);
  }
  expect(delaysMs.sort((a, b) => a - b)[2]).toBeLessThan(10);
});

test("each event that comes to a sleeping reader costs one wake-up", async () => {
  const { reader } = start();
  for (let round = 1; round <= 5; round++) {
    await pause(50);
    emit();
    await reader.reached(round);
  }
  expect(reader.ring.stats.wakeups).toBe(5);
});

test("200,000 events arrive all, in order, with few wake-ups and few calls", async () => {
  const { source, reader } = start({ burst: 1000 });
  for (let round = 0; round < 200; round++) {
    emit();
    // Lets JavaScript read between bursts.
    if (round % 10 === 0) await pause(0);
  }
  await reader.reached(200_000);
  expect(readVariable(source.dropped)).toBe(0n);
  expect(reader.received).toEqual(counting(200_000));
  const { records, bytes, wakeups } = reader.ring.stats;
  expect({ records, bytes }).toEqual({ records: 200_000, bytes: 3_200_000 });
  expect(wakeups).toBeLessThan(50);
  expect(reader.calls).toBeLessThan(200);
});

test("a steady trickle does not call JavaScript for each event", async () => {
  const { reader } = start({}, { maxDelayMs: 200 });
  const endMs = performance.now() + 1000;
  let events = 0;
  while (performance.now() < endMs) {
    emit();
    events++;
    await pause(2);
  }
  await reader.reached(events);
  expect(reader.received).toEqual(counting(events));
  // Ten in each 200 ms, and some for a busy machine.
  expect(reader.calls).toBeLessThan(70);
});

test("records gather for a twentieth of the delay, and cost no wake-ups meanwhile", async () => {
  const { reader } = start({}, { maxDelayMs: 20_000 });
  emit();
  await reader.reached(1);
  const { wakeups } = reader.ring.stats;
  const untilMs = performance.now() + 200;
  let events = 1;
  for (; performance.now() < untilMs; events++) {
    emit();
    await pause(1);
  }
  // The reader looks once a second.
  expect(reader.ring.stats).toMatchObject({ records: 1, wakeups });
  reader.ring.drain();
  await reader.reached(events);
  expect(reader.received).toEqual(counting(events));
});

test("a ring that fills while records gather wakes the reader", async () => {
  // 24,000 bytes at a time, which the reader would look for once a second: the ring has room for 43.
  const { source, reader } = start({ ringBytes: 1 << 20, burst: 1000 }, { maxDelayMs: 20_000 });
  emit();
  await reader.reached(1000);
  for (let round = 0; round < 60; round++) {
    emit();
    await pause(5);
  }
  expect(readVariable(source.dropped)).toBe(0n);
  reader.ring.drain();
  await reader.reached(61_000);
  expect(reader.received).toEqual(counting(61_000));
});

test("draining does not take a reader's wake-up away", async () => {
  const { reader } = start({}, { maxDelayMs: 100 });
  for (let round = 1; round <= 200; round++) {
    await pause(round % 3);
    emit();
    reader.ring.drain();
    const startMs = performance.now();
    emit();
    await reader.reached(2 * round);
    expect(performance.now() - startMs).toBeLessThan(500);
  }
});

test("no event is left lying while the reader goes to sleep and wakes", async () => {
  const { reader } = start({}, { maxDelayMs: 1 });
  const delaysMs: number[] = [];
  for (let round = 0; round < 1000; round++) {
    // Around the time that the reader lingers, so as to meet it while it arms.
    const fromMs = performance.now();
    const gapMs = 0.8 + (round % 20) / 20;
    while (performance.now() - fromMs < gapMs);
    const startMs = performance.now();
    emit();
    await reader.reached(round + 1);
    delaysMs.push(performance.now() - startMs);
  }
  // A lost wake-up waits for the safety timeout of 1000 ms.
  expect(Math.max(...delaysMs)).toBeLessThan(500);
});

test("works without a wake word, by the kernel's own wake-ups", async () => {
  const { reader } = start({ kernelWakes: true }, { withWakeWord: false });
  for (let round = 1; round <= 5; round++) {
    await pause(20);
    const startMs = performance.now();
    emit();
    await reader.reached(round);
    expect(performance.now() - startMs).toBeLessThan(500);
  }
  expect(reader.ring.stats.wakeups).toBeGreaterThanOrEqual(5);
});

test("a full backlog stops the thread, reading starts it again, nothing is lost", async () => {
  let readable = () => {};
  const { source, reader } = start({ burst: 1000 }, { backlogBytes: 16_384, onReadable: () => readable() });
  const { ring } = reader;
  const told = new Promise<void>((resolve) => {
    readable = resolve;
  });
  for (let round = 0; round < 10; round++) emit();
  await told;
  expect(ring.drain()).toBe(false);

  const received: bigint[] = [];
  const chunk = Buffer.alloc(8192);
  await new Promise<void>((resolve) => {
    readable = () => {
      received.push(...sequences(chunk.subarray(0, ring.read(chunk))));
      if (received.length === 10_000) resolve();
    };
    readable();
  });
  expect(received).toEqual(counting(10_000));
  expect(readVariable(source.dropped)).toBe(0n);
  expect(ring.stats.stalls).toBeGreaterThan(0);
});

test("a full ring is where events are lost, and only there", async () => {
  const { source, reader } = start({ burst: 1000, ringBytes: 4096 }, { backlogBytes: 4096, onReadable() {} });
  emit();
  emit();
  const chunk = Buffer.alloc(1 << 16);
  let received = 0;
  for (let done = false; !done; ) {
    done = reader.ring.drain();
    received += sequences(chunk.subarray(0, reader.ring.read(chunk))).length;
  }
  const dropped = Number(readVariable(source.dropped));
  expect(dropped).toBeGreaterThan(0);
  expect(received + dropped).toBe(2000);
});

test("drain brings at once what was written before it", () => {
  const { reader } = start({ burst: 100 }, { onReadable() {} });
  const chunk = Buffer.alloc(1 << 16);
  const received: bigint[] = [];
  for (let round = 0; round < 20; round++) {
    emit();
    expect(reader.ring.drain()).toBe(true);
    received.push(...sequences(chunk.subarray(0, reader.ring.read(chunk))));
    expect(received).toHaveLength((round + 1) * 100);
  }
  expect(received).toEqual(counting(2000));
});

test("onReadable is called once, and again only after a read", async () => {
  let calls = 0;
  let called = () => {};
  const { reader } = start(
    {},
    {
      maxDelayMs: 1,
      onReadable() {
        calls++;
        called();
      },
    },
  );
  const nextCall = () =>
    new Promise<void>((resolve) => {
      called = resolve;
    });
  emit();
  await nextCall();
  emit();
  await pause(50);
  expect(calls).toBe(1);
  const chunk = Buffer.alloc(4096);
  expect(reader.ring.read(chunk)).toBe(48);
  expect(reader.ring.read(chunk)).toBe(0);
  const next = nextCall();
  emit();
  await next;
  expect(calls).toBe(2);
});

test("what a read leaves behind is called for again", async () => {
  // One record of 24 bytes at a time.
  const { reader } = start({ burst: 10 }, { chunkBytes: 40 });
  emit();
  await reader.reached(10);
  expect(reader.received).toEqual(counting(10));
  expect(reader.calls).toBe(10);
});

test.each([8, 9, 15, 16, 4000])(
  "payloads of %d bytes are aligned, padded with zeros and whole",
  (payloadBytes) => {
    const { reader } = start({ burst: 3, payloadBytes }, { onReadable() {} });
    emit();
    reader.ring.drain();
    const into = new Uint8Array(1 << 15).fill(0xff);
    const size = reader.ring.read(into);
    const recordBytes = 8 + Math.ceil(payloadBytes / 8) * 8;
    expect(size).toBe(3 * recordBytes);
    expect(sequences(into.subarray(0, size))).toEqual([0n, 1n, 2n]);
    expect(into.subarray(8 + payloadBytes, recordBytes).every((byte) => byte === 0)).toBe(true);
    expect(into[size]).toBe(0xff);
  },
);

test("a record that does not fit what it is read into is dropped and counted", () => {
  const { reader } = start({ burst: 3, payloadBytes: 64 }, { onReadable() {} });
  emit();
  reader.ring.drain();
  expect(reader.ring.read(new Uint8Array(0))).toBe(0);
  expect(reader.ring.read(new Uint8Array(71))).toBe(0);
  expect(reader.ring.stats.oversized).toBe(3);
});

test("a record larger than the backlog still passes", () => {
  const { reader } = start({ payloadBytes: 60_000 }, { backlogBytes: 4096, onReadable() {} });
  const into = new Uint8Array(1 << 17);
  for (let round = 0; round < 3; round++) {
    emit();
    let size = 0;
    for (let done = false; !done; size += reader.ring.read(into)) done = reader.ring.drain();
    expect(size).toBe(60_008);
  }
});
