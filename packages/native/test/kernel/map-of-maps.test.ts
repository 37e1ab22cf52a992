import { expect, test, vi } from "vitest";
import { errorOf, open } from "../helpers/objects.js";
import { loadTables, startCallers, sumOf } from "../helpers/tables.js";

const first = new Uint8Array(4);

test("maps of maps have their kernel names, before and after the load", () => {
  const opened = open("tables");
  const types = Object.fromEntries(opened.maps.map(({ name, type }) => [name, type]));
  opened.close();
  expect(types).toMatchObject({ banks: "array_of_maps", banks_by_name: "hash_of_maps", bank_a: "hash" });
  const { object } = loadTables();
  expect(object.map("banks").info).toMatchObject({
    type: "array_of_maps",
    keySizeBytes: 4,
    valueSizeBytes: 4,
  });
  expect(object.map("banks_by_name").info).toMatchObject({ type: "hash_of_maps", keySizeBytes: 8 });
});

test("a map of maps has the inner maps that its author gave it, of the sizes set before the load", async () => {
  const { object, uncounted } = loadTables((opened) => {
    opened.setMaxEntries("bank_a", 3);
    opened.setMaxEntries("bank_b", 5000);
  });
  expect(object.map("bank_a").info.maxEntries).toBe(3);
  const callers = await startCallers(1);
  try {
    object.attach("on_sys_enter", { type: "section" });
    callers.start();
    await vi.waitFor(() => expect(object.map("bank_a").entries().count).toBe(3), 10_000);
    const calls = BigInt(await callers.stop());
    expect(object.map("bank_a").entries().count).toBe(3);
    expect(sumOf(object.map("bank_a").entries()) + uncounted("on_sys_enter")).toBe(calls);
    object.map("banks").setInner(first, object.map("bank_b"));
    expect(object.map("bank_b").info.maxEntries).toBe(5000);
  } finally {
    await callers.close();
  }
});

test("an inner map is switched under a counting program, and each count is in one bank", async () => {
  const { object, uncounted } = loadTables();
  const banks = object.map("banks");
  const [a, b] = [object.map("bank_a"), object.map("bank_b")];
  const callers = await startCallers(2);
  try {
    const link = object.attach("on_sys_enter", { type: "section" });
    const drained: bigint[] = [];
    callers.start();
    for (let round = 0; round < 40; round++) {
      const [next, last] = round % 2 === 0 ? [b, a] : [a, b];
      banks.setInner(first, next);
      drained.push(sumOf(last.drain()));
      expect(last.drain().count).toBe(0);
    }
    const calls = BigInt(await callers.stop());
    link.close();
    drained.push(sumOf(a.drain()));
    expect(b.drain().count).toBe(0);
    expect(drained.filter((sum) => sum > 0n).length).toBeGreaterThan(10);
    expect(drained.reduce((total, sum) => total + sum, uncounted("on_sys_enter"))).toBe(calls);
  } finally {
    await callers.close();
  }
});

test("a hash of maps takes inner maps for keys that it did not have", () => {
  const { object } = loadTables();
  const outer = object.map("banks_by_name");
  const keys = [1, 2, 3].map((number) => Buffer.alloc(8, number));
  outer.setInner(keys[0]!, object.map("bank_a"));
  outer.setInner(keys[1]!, object.map("bank_b"));
  const ids = keys.map((key) => outer.lookup(key));
  expect(ids[0]).not.toEqual(ids[1]);
  expect(ids[2]).toBeUndefined();
  outer.setInner(keys[0]!, object.map("bank_b"));
  expect(outer.lookup(keys[0]!)).toEqual(ids[1]);
  expect(errorOf(() => outer.setInner(keys[2]!, object.map("bank_a")))).toMatchObject({
    code: "ERR_KERNEL",
    errno: "E2BIG",
    syscall: "setInner",
  });
});

test("setInner refuses what the map cannot hold, and says why", () => {
  const { object } = loadTables();
  const banks = object.map("banks");
  expect(errorOf(() => banks.setInner(first, object.map("lru")))).toMatchObject({
    code: "ERR_KERNEL",
    errno: "EINVAL",
    message: "setInner banks: EINVAL: lru is not of the type and sizes that this map holds",
  });
  expect(errorOf(() => banks.setInner(Buffer.from([1, 0, 0, 0]), object.map("bank_b"))).errno).toBe("E2BIG");
  expect(() => banks.setInner(new Uint8Array(3), object.map("bank_b"))).toThrow(RangeError);
  expect(() => banks.setInner(first, {} as never)).toThrow(TypeError);
  expect(errorOf(() => object.map("bank_a").setInner(first, object.map("bank_b")))).toMatchObject({
    errno: "EOPNOTSUPP",
    message: "setInner bank_a: EOPNOTSUPP: not for maps of type hash",
  });
});

test("neither map of setInner may be closed", () => {
  const { object } = loadTables();
  const [banks, inner] = [object.map("banks"), object.map("bank_b")];
  inner.close();
  expect(errorOf(() => banks.setInner(first, inner))).toMatchObject({
    code: "ERR_CLOSED",
    syscall: "setInner",
  });
  banks.close();
  expect(errorOf(() => banks.setInner(first, object.map("bank_b")))).toMatchObject({ code: "ERR_CLOSED" });
});

test("an inner map lives in its outer map when it is closed here", () => {
  const { object } = loadTables();
  const inner = object.map("bank_b");
  const outer = object.map("banks");
  const before = outer.lookup(first);
  outer.setInner(first, inner);
  inner.close();
  expect(outer.lookup(first)).not.toEqual(before);
  expect(outer.lookup(first)).toBeDefined();
});
