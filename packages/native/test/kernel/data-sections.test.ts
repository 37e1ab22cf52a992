import { expect, onTestFinished, test } from "vitest";
import * as native from "../../src/index.js";
import { bpfObject } from "../helpers/bpf.js";
import { errorOf, openEvents, readVariable, setWord, variableOf } from "../helpers/objects.js";

const first = Buffer.alloc(4);

test("sections have their own names, as they stand in the source", () => {
  const opened = openEvents();
  onTestFinished(() => opened.close());
  expect(opened.maps.map(({ name }) => name).sort()).toEqual(
    [".bss", ".data", ".data.custom", ".rodata", "counts", "per_cpu", "ring"].sort(),
  );
});

test("a section's initial contents can be changed before the load", () => {
  const opened = openEvents();
  setWord(opened, "custom_word", 1234);
  const object = opened.load();
  onTestFinished(() => object.close());
  const map = object.map(".data.custom");
  expect(map.info).toMatchObject({ name: ".data.custom", type: "array", keySizeBytes: 4, maxEntries: 1 });
  expect(Buffer.from(map.lookup(first) ?? []).readUInt32LE()).toBe(1234);
});

test("what was not changed stays as compiled", () => {
  const opened = openEvents();
  const { offsetBytes } = opened.btf.variable("initialised") ?? { offsetBytes: -1 };
  const object = opened.load();
  onTestFinished(() => object.close());
  const data = object.map(".data").lookup(first) ?? new Uint8Array();
  expect([...data.subarray(offsetBytes, offsetBytes + 8)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test.each([
  [0, 5],
  [4, 1],
  [5, 0],
  [2 ** 32 - 1, 1],
])("bytes outside the section are refused: offset %d, length %d", (offset, length) => {
  const opened = openEvents();
  onTestFinished(() => opened.close());
  expect(() => opened.setData(".data.custom", offset, new Uint8Array(length))).toThrow(RangeError);
});

test("two objects share a ring and a data section", () => {
  const opened = openEvents();
  setWord(opened, "custom_word", 99);
  const owner = opened.load();
  onTestFinished(() => owner.close());

  const other = openEvents();
  other.setMaxEntries("ring", 4096);
  for (const name of ["ring", ".data.custom", ".bss"]) {
    const map = owner.map(name);
    other.reuseMap(name, map);
    map.close();
  }
  expect(other.maps.find(({ name }) => name === ".data.custom")).toBeDefined();
  expect(other.maps.find(({ name }) => name === "ring")?.maxEntries).toBe(8 * 1024 * 1024);
  expect(errorOf(() => setWord(other, "custom_word", 1)).message).toContain("another object's");
  const user = other.load();
  onTestFinished(() => user.close());

  expect(Buffer.from(user.map(".data.custom").lookup(first) ?? []).readUInt32LE()).toBe(99);
  user.attach("on_getppid", { type: "section" });
  void process.ppid;
  expect(readVariable(variableOf(opened.btf, owner, "hits"))).toBe(1n);
});

test.each([
  ["counts", "per_cpu"],
  ["ring", "counts"],
  [".data.custom", ".data"],
  [".bss", "counts"],
])("%s cannot be replaced by %s, which is of another kind or size", (name, by) => {
  const owner = openEvents().load();
  onTestFinished(() => owner.close());
  const other = openEvents();
  onTestFinished(() => other.close());
  expect(errorOf(() => other.reuseMap(name, owner.map(by))).message).toContain("another type or size");
});

test("a frozen section cannot be written once it is loaded", () => {
  const object = openEvents().load();
  onTestFinished(() => object.close());
  const map = object.map(".rodata");
  expect(errorOf(() => map.update(first, map.lookup(first) ?? first)).errno).toBe("EPERM");
});

test.each(["a.b.c", "", "ünïcode", "x".repeat(100), "with space/and.bss", ".bss"])(
  "sections have their names in an object called %j",
  (name) => {
    const opened = native.openObject(bpfObject("events"), { name });
    onTestFinished(() => opened.close());
    expect(opened.name).toBe(name);
    expect(opened.maps.map((map) => map.name)).toEqual(
      expect.arrayContaining([".rodata", ".data", ".bss", ".data.custom"]),
    );
    const object = opened.load();
    onTestFinished(() => object.close());
    expect(object.map(".data").info.name).toBe(".data");
  },
);
