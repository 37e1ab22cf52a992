import { availableParallelism } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import type * as native from "../../src/index.js";
import { errorOf, openEvents } from "../helpers/objects.js";

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function load(prepare: (object: native.OpenedObject) => void = () => {}): native.LoadedObject {
  const opened = openEvents();
  prepare(opened);
  const object = opened.load();
  onTestFinished(() => object.close());
  return object;
}

test("a hash map is written, read, listed and emptied", () => {
  const map = load().map("counts");
  expect(map.lookup(u32(1))).toBeUndefined();
  expect(map.keys()).toEqual([]);
  for (const key of [1, 2, 3]) map.update(u32(key), u64(BigInt(key)));
  expect(Buffer.from(map.lookup(u32(2)) ?? []).readBigUInt64LE()).toBe(2n);
  expect(
    map
      .keys()
      .map((key) => Buffer.from(key).readUInt32LE())
      .sort(),
  ).toEqual([1, 2, 3]);
  expect(map.delete(u32(2))).toBe(true);
  expect(map.delete(u32(2))).toBe(false);
  expect(map.keys()).toHaveLength(2);
});

test("update can be limited to new or to existing keys", () => {
  const map = load().map("counts");
  expect(errorOf(() => map.update(u32(1), u64(1n), "existing")).errno).toBe("ENOENT");
  map.update(u32(1), u64(1n), "create");
  expect(errorOf(() => map.update(u32(1), u64(1n), "create")).errno).toBe("EEXIST");
});

test("a full map refuses: E2BIG", () => {
  const map = load((object) => object.setMaxEntries("counts", 2)).map("counts");
  expect(map.info.maxEntries).toBe(2);
  map.update(u32(1), u64(1n));
  map.update(u32(2), u64(1n));
  expect(errorOf(() => map.update(u32(3), u64(1n)))).toMatchObject({ errno: "E2BIG", syscall: "update" });
});

test("a per-CPU map has a value for each CPU, padded to 8 bytes", () => {
  const map = load().map("per_cpu");
  const size = map.lookup(u32(0))?.length ?? 0;
  expect(size % 8).toBe(0);
  expect(size / 8).toBeGreaterThanOrEqual(availableParallelism());
  const values = new Uint8Array(size).fill(1);
  map.update(u32(0), values);
  // Four bytes of each eight are the value.
  expect(map.lookup(u32(0))?.[0]).toBe(1);
  expect(() => map.update(u32(0), u32(1))).toThrow(RangeError);
});

test.each([
  ["lookup", (map: native.BpfMap) => map.lookup(new Uint8Array(3))],
  ["lookup with too long a key", (map: native.BpfMap) => map.lookup(new Uint8Array(5))],
  ["update with a short value", (map: native.BpfMap) => map.update(u32(1), new Uint8Array(7))],
  ["delete", (map: native.BpfMap) => map.delete(new Uint8Array(0))],
])("%s checks sizes", (_name, call) => {
  const map = load().map("counts");
  expect(() => call(map)).toThrow(RangeError);
});

test("a ring has no keys to look up", () => {
  const map = load().map("ring");
  for (const call of [() => map.keys(), () => map.lookup(new Uint8Array(0))]) {
    expect(errorOf(call)).toMatchObject({ code: "ERR_KERNEL" });
  }
});

test("every key once, also while others come and go", () => {
  const map = load((object) => object.setMaxEntries("counts", 4096)).map("counts");
  for (let key = 0; key < 1000; key++) map.update(u32(key), u64(0n));
  const keys = map.keys().map((key) => Buffer.from(key).readUInt32LE());
  expect(new Set(keys).size).toBe(1000);
  expect(keys).toHaveLength(1000);
});
