import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import * as native from "../../src/index.js";
import { errorOf } from "../helpers/objects.js";
import { emit, type Source, start, startReader, startSource } from "../helpers/ring.js";

test("closed inside its own callback", async () => {
  const source = startSource();
  onTestFinished(source.close);
  await new Promise<void>((resolve) => {
    const { ring } = startReader(source, {
      onReadable() {
        ring.close();
        resolve();
      },
    });
    emit();
  });
});

test("closed while events pour in, and the ring opened anew", async () => {
  const source = startSource({ burst: 1000 });
  onTestFinished(source.close);
  for (let round = 0; round < 20; round++) {
    const reader = startReader(source);
    for (let count = 0; count < 5; count++) emit();
    if (round % 2 === 0) await pause(1);
    reader.ring.close();
  }
  const last = startReader(source);
  onTestFinished(() => last.ring.close());
  emit();
  await last.reached(1000);
});

test("the ring outlives the maps and the object it was opened from", async () => {
  const source = startSource({ burst: 10 });
  const reader = startReader(source);
  onTestFinished(() => reader.ring.close());
  emit();
  source.ringMap.close();
  source.wakeWord.map.close();
  source.close();
  await reader.reached(10);
  expect(reader.ring.drain()).toBe(true);
});

test("a ring has one reader: EBUSY", () => {
  const { source, reader } = start();
  const again = () => startReader(source);
  expect(errorOf(again)).toMatchObject({ errno: "EBUSY", syscall: "openRing" });
  reader.ring.close();
  again().ring.close();
});

test.each([
  ["a map that is not a ring", "EINVAL", (source: Source) => ({ ring: source.object.map("counts") })],
  [
    "a wake word in a map that cannot be mapped",
    undefined,
    (source: Source) => ({ word: source.object.map("counts") }),
  ],
  ["a wake word in a frozen section", "EPERM", (source: Source) => ({ word: source.object.map(".rodata") })],
])("%s is refused", (_name, errno, choose) => {
  const source = startSource();
  onTestFinished(source.close);
  const chosen: { ring?: native.BpfMap; word?: native.BpfMap } = choose(source);
  const error = errorOf(() =>
    native.openRing(chosen.ring ?? source.ringMap, {
      wakeWord: { map: chosen.word ?? source.wakeWord.map, offsetBytes: 0 },
      backlogBytes: 4096,
      maxDelayMs: 10,
      onReadable() {},
    }),
  );
  expect(error).toMatchObject({ code: "ERR_KERNEL", syscall: "openRing" });
  if (errno !== undefined) expect(error.errno).toBe(errno);
});
