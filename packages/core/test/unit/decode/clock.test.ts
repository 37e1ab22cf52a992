import { describe, expect, test } from "vitest";
import { Clock } from "../../../src/decode/clock.js";

const halves = (ns: bigint) => [Number(ns & 0xffffffffn), Number(ns >> 32n)] as const;

describe("the clock", () => {
  test.each([
    ["just after boot", 1_500_000n, 1_766_000_000_000_000_000n],
    ["after 300 days, beyond 2^53 nanoseconds", 25_920_000_123_456_789n, 1_766_000_000_000_000_000n],
  ])("is right to the microsecond %s", (_, bootNs, atBootNs) => {
    const clock = new Clock();
    clock.measure({ bootNs, realNs: atBootNs + bootNs });
    const exact = Number((atBootNs + bootNs) / 1000n) / 1000;
    expect(Math.abs(clock.timeMs(...halves(bootNs)) - exact)).toBeLessThan(0.001);
  });

  test("follows a wall clock that was set, and not the jitter of measuring", () => {
    const clock = new Clock();
    clock.measure({ bootNs: 0n, realNs: 1_000_000_000n });
    clock.measure({ bootNs: 0n, realNs: 1_000_400_000n });
    expect(clock.offsetMs).toBe(1000);
    clock.measure({ bootNs: 0n, realNs: 5_000_000_000n });
    expect(clock.offsetMs).toBe(5000);
  });

  test.each([
    [0, "1970-01-01T00:00:00.000000Z"],
    [1766000000123.456, "2025-12-17T19:33:20.123456Z"],
    [1766000000999.9998, "2025-12-17T19:33:21.000000Z"],
  ])("%d ms is %s", (timeMs, iso) => {
    expect(new Clock().iso(timeMs)).toBe(iso);
  });
});
