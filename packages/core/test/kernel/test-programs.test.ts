import * as kernel from "@probekit/native";
import { expect, test } from "vitest";
import { bpfDescriptors } from "../../src/testing/bpf-descriptors.js";
import { TestPrograms } from "../../src/testing/test-programs.js";

const source = new URL("../sample/by-hand.bpf.c", import.meta.url);

test("a program is run with its arguments, and gives a signed number", () => {
  const before = bpfDescriptors();
  {
    using programs = new TestPrograms(kernel, source);
    expect(programs.run("difference", 7, 5n)).toBe(2);
    expect(programs.run("difference", 5n, 7)).toBe(-2);
    expect(programs.run("difference", -1, 0n)).toBe(-1);
  }
  expect(bpfDescriptors()).toBe(before);
});

test("what it does to a map can be read", () => {
  using programs = new TestPrograms(kernel, source);
  for (const value of [0, 5, 6, 1000]) programs.run("count", value);
  const map = programs.map("seen");
  const bytes = Buffer.from(map.lookup(new Uint8Array(4)) ?? []);
  map.close();
  /* A value for each CPU, one behind the other. */
  const counts = Array.from({ length: 64 }, (_, slot) => {
    let sum = 0n;
    for (let at = slot * 8; at < bytes.length; at += 64 * 8) sum += bytes.readBigUInt64LE(at);
    return sum;
  });
  expect([...counts.entries()].filter(([, count]) => count > 0n)).toEqual([
    [0, 1n],
    [3, 2n],
    [10, 1n],
  ]);
});

test("one that reads more arguments than it is given, or is of another type, is refused", () => {
  using programs = new TestPrograms(kernel, source);
  expect(() => programs.run("difference", 1)).toThrow("EINVAL");
  expect(() => programs.run("attached")).toThrow(/ENOTSUPP|EOPNOTSUPP|EINVAL/);
});
