import { release } from "node:os";
import { describe, expect, test, vi } from "vitest";
import type * as native from "../../src/index.js";
import { errorOf } from "../helpers/objects.js";
import { loadTables, pairs, startCallers } from "../helpers/tables.js";

type Read = "entries" | "drain";
const both: readonly Read[] = ["entries", "drain"];
const hashes = ["bank_a", "lru", "per_cpu", "lru_per_cpu", "small"];

function keyOf(map: native.BpfMap, number: number): Buffer {
  const key = Buffer.alloc(map.info.keySizeBytes);
  key.writeUIntLE(number, 0, Math.min(key.length, 4));
  return key;
}

function isBefore(major: number, minor: number): boolean {
  const [kernelMajor = 0, kernelMinor = 0] = release().split(".").map(Number);
  return kernelMajor < major || (kernelMajor === major && kernelMinor < minor);
}

/** Writes `count` entries whose values differ, in a per-CPU map by CPU too. */
function fill(map: native.BpfMap, count: number): void {
  const cpus = map.info.type.includes("percpu") ? cpuCount(map) : 1;
  const stride = cpus === 1 ? map.info.valueSizeBytes : 8;
  for (let number = 0; number < count; number++) {
    const value = Buffer.alloc(stride * cpus);
    for (let cpu = 0; cpu < cpus; cpu++) value.writeUIntLE(number + cpu * 5000, cpu * stride, 3);
    map.update(keyOf(map, number), value);
  }
}

function cpuCount(map: native.BpfMap): number {
  const expected = /expected (\d+) bytes/.exec(
    errorOf(() => map.update(keyOf(map, 0), new Uint8Array(1))).message,
  );
  return Number(expected?.[1]) / 8;
}

/** What {@link pairs} gives, read key by key. */
function pairsByLookup(map: native.BpfMap): string[] {
  const keys = map.keys();
  const values = keys.map((key) => map.lookup(key) as Uint8Array);
  return pairs(map, { count: keys.length, keys: Buffer.concat(keys), values: Buffer.concat(values) });
}

describe.each(both)("BpfMap.%s", (read) => {
  test.each(hashes)("gives what lookups give: %s", (name) => {
    const map = loadTables().object.map(name);
    fill(map, 200);
    const expected = pairsByLookup(map);
    expect(expected).toHaveLength(200);
    expect(pairs(map, map[read]())).toEqual(expected);
    expect(map.keys()).toHaveLength(read === "drain" ? 0 : 200);
  });

  test.each(hashes)("gives empty buffers for an empty map: %s", (name) => {
    const { count, keys, values } = loadTables().object.map(name)[read]();
    expect({ count, keys: keys.length, values: values.length }).toEqual({ count: 0, keys: 0, values: 0 });
  });

  test("takes as many batches as it needs", () => {
    const entries = 50_000; // of 12 bytes: more than two batches
    const map = loadTables((object) => object.setMaxEntries("bank_a", entries)).object.map("bank_a");
    fill(map, entries);
    const result = map[read]();
    expect(result.count).toBe(entries);
    const found = new Set(Array.from({ length: entries }, (_, index) => result.keys.readUInt32LE(index * 4)));
    expect(found.size).toBe(entries);
    for (let index = 0; index < entries; index++) {
      if (result.values.readUInt32LE(index * 8) !== result.keys.readUInt32LE(index * 4)) {
        expect.fail(`key ${result.keys.readUInt32LE(index * 4)} has another's value`);
      }
    }
  });

  test("reads buckets that are larger than a batch", () => {
    const map = loadTables().object.map("large");
    fill(map, 32);
    const result = map[read]();
    expect(result.count).toBe(32);
    for (let index = 0; index < 32; index++) {
      expect(result.values.readUInt32LE(index * map.info.valueSizeBytes)).toBe(
        result.keys.readUInt32LE(index * 4),
      );
    }
  });

  test.each(
    ["queue", ".bss", "banks", "banks_by_name"].filter((name) => read === "drain" || name !== ".bss"),
  )("refuses maps of other types: %s", (name) => {
    const map = loadTables().object.map(name);
    expect(errorOf(() => map[read]())).toMatchObject({
      code: "ERR_KERNEL",
      errno: "EOPNOTSUPP",
      syscall: read,
      message: `${read} ${name}: EOPNOTSUPP: not for maps of type ${map.info.type}`,
    });
  });
});

test.each(["array", "per_cpu_array"])("entries gives the whole of an array: %s", (name) => {
  const map = loadTables().object.map(name);
  fill(map, 5);
  const expected = pairsByLookup(map);
  expect(expected).toHaveLength(5);
  if (name === "per_cpu_array" && isBefore(5, 13)) {
    expect(errorOf(() => map.entries()).errno).toBe("ENOTSUPP");
    return;
  }
  expect(pairs(map, map.entries())).toEqual(expected);
});

test("drain gives what programs counted, each CPU's part, once", async () => {
  const { object, uncounted } = loadTables();
  const map = object.map("per_cpu");
  const callers = await startCallers(2);
  try {
    const link = object.attach("on_each_cpu", { type: "section" });
    callers.start();
    await vi.waitFor(() => expect(map.entries().count).toBeGreaterThan(1000), 10_000);
    const calls = await callers.stop();
    link.close();
    const { count, values } = map.drain();
    let sum = 0;
    for (let offset = 0; offset < values.length; offset += 8) sum += values.readUInt32LE(offset);
    expect(count).toBeLessThanOrEqual(1024);
    expect(BigInt(sum) + uncounted("on_each_cpu")).toBe(BigInt(calls));
    expect(map.drain().count).toBe(0);
  } finally {
    await callers.close();
  }
});
