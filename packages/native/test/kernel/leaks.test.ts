import { execFileSync } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import * as native from "../../src/index.js";
import { collectGarbage, countPrograms, openDescriptors } from "../helpers/leaks.js";
import { errorOf, open, openEvents } from "../helpers/objects.js";
import { emit, startReader, startSource } from "../helpers/ring.js";

async function cycle(): Promise<void> {
  const source = startSource({ burst: 10 });
  const reader = startReader(source);
  emit();
  await reader.reached(10);
  source.object.attach("on_getppid", { type: "section" });
  reader.ring.close();
  source.close();
  openEvents().close();
  errorOf(() => open("rejected").load());
  errorOf(() => native.openObject(new Uint8Array(8), { name: "junk" }));
}

test("nothing is left of what was closed", async () => {
  await cycle();
  await collectGarbage();
  const before = openDescriptors();
  for (let round = 0; round < 20; round++) await cycle();
  expect(openDescriptors()).toEqual(before);
  expect(countPrograms()).toBe(0);
});

test("what is dropped without closing is closed when it is collected", async () => {
  await cycle();
  await collectGarbage();
  const before = openDescriptors();
  // Not in this function's own frame, which might keep them.
  (() => {
    for (let round = 0; round < 5; round++) {
      openEvents();
      const object = openEvents().load();
      object.attach("on_getppid", { type: "section" });
      object.map("counts").keys();
      const source = startSource();
      native.openRing(source.ringMap, { backlogBytes: 4096, maxDelayMs: 1, onReadable() {} });
    }
  })();
  expect(openDescriptors().length).toBeGreaterThan(before.length);
  await expect
    .poll(
      async () => {
        await collectGarbage();
        return openDescriptors();
      },
      { timeout: 10_000 },
    )
    .toEqual(before);
});

test("a link keeps its object", async () => {
  const link = (() => openEvents().load().attach("on_getppid", { type: "section" }))();
  onTestFinished(() => link.close());
  await collectGarbage();
  expect(countPrograms()).toBe(3);
});

test("child processes inherit nothing", async () => {
  const source = startSource();
  onTestFinished(source.close);
  const reader = startReader(source);
  onTestFinished(() => reader.ring.close());
  source.object.attach("on_getppid", { type: "section" });
  const inherited = execFileSync("ls", ["-l", "/proc/self/fd"], { encoding: "utf8" });
  expect(inherited).not.toMatch(/bpf|perf_event|eventpoll|eventfd|btf|-> \/$/m);
});

test("memory stays flat over a long run", async () => {
  const source = startSource({ burst: 1000 });
  onTestFinished(source.close);
  const chunk = Buffer.alloc(1 << 20);
  const ring = native.openRing(source.ringMap, {
    wakeWord: source.wakeWord,
    backlogBytes: 1 << 20,
    maxDelayMs: 10,
    onReadable() {},
  });
  onTestFinished(() => ring.close());
  const run = (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      emit();
      ring.drain();
      while (ring.read(chunk) > 0);
    }
  };
  run(100);
  await collectGarbage();
  const before = process.memoryUsage().rss;
  run(2000);
  await collectGarbage();
  expect(process.memoryUsage().rss - before).toBeLessThan(16 << 20);
  expect(ring.stats.records).toBe(2_100_000);
});
