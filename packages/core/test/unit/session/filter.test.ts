import { statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encodeFilter, type SessionFilter } from "../../../src/session/filter.js";

const key = (kind: number, value: bigint) => {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeBigUInt64LE(value, 8);
  return bytes;
};

describe("a filter for the kernel", () => {
  test("is off when nothing is asked for", () => {
    expect(encodeFilter({}, false)).toEqual({ enabled: 0, negated: 0, keys: [] });
  });

  test("lists values, and says which lists are negated", () => {
    const { enabled, negated, keys } = encodeFilter({ pid: [1, 2], uid: { not: [0] } }, false);
    expect([enabled, negated]).toEqual([0b1001, 0b1000]);
    expect(keys).toEqual([key(0, 1n), key(0, 2n), key(3, 0n)]);
  });

  test("cuts a comm as the kernel does", () => {
    const [found] = encodeFilter({ comm: ["a-name-longer-than-15"] }, false).keys;
    expect(
      Buffer.from(found ?? [])
        .subarray(8)
        .toString("latin1"),
    ).toBe("a-name-longer-t\0");
  });

  test("knows a cgroup by its directory", () => {
    expect(encodeFilter({ cgroup: ["/"] }, false).keys).toEqual([
      key(6, statSync("/", { bigint: true }).ino),
    ]);
  });

  test("has a bit for the followed tree", () => {
    expect(encodeFilter({}, true).enabled).toBe(1 << 9);
  });

  test.each<[string, SessionFilter, string]>([
    ["an empty list", { pid: [] }, "filter pid: expected at least one value, got an empty list"],
    ["a fraction", { tid: [1.5] }, "filter tid: expected a whole number from 0 to 4294967295, got 1.5"],
    [
      "a negative number",
      { uid: { not: [-1] } },
      "filter uid: expected a whole number from 0 to 4294967295, got -1",
    ],
    [
      "a cgroup that is not there",
      { cgroup: ["/no/such"] },
      'filter cgroup: expected a directory below the cgroup v2 mount, got "/no/such"',
    ],
  ])("refuses %s", (_, filter, message) => {
    expect(() => encodeFilter(filter, false)).toThrow(message);
  });
});
