import { expect, test } from "vitest";
import { clocks, libbpfVersion } from "../../src/index.js";

test("the clocks are now, in nanoseconds", () => {
  const before = BigInt(Date.now()) * 1_000_000n;
  const { bootNs, realNs } = clocks();
  expect(realNs - before).toBeGreaterThanOrEqual(0n);
  expect(realNs - before).toBeLessThan(1_000_000_000n);
  expect(bootNs).toBeGreaterThan(0n);
});

test("the difference of the clocks hardly varies", () => {
  const offsets = Array.from({ length: 100 }, () => {
    const { bootNs, realNs } = clocks();
    return realNs - bootNs;
  }).sort();
  expect(offsets[90]! - offsets[10]!).toBeLessThan(100_000n);
});

test("libbpf says which it is", () => {
  expect(libbpfVersion()).toMatch(/^\d+\.\d+/);
});
