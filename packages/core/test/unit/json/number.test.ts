import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  numberBytes,
  writeBoolean,
  writeInt32,
  writeMicros,
  writeMillis,
  writeNumber,
  writeUint32,
  writeUint64,
} from "../../../src/json/number.js";

const untouched = 0xee;

/** What a writer writes, which must not touch more than it may. */
function written(write: (view: DataView, at: number) => number): string {
  const bytes = Buffer.alloc(2 + numberBytes + 8, untouched);
  const end = write(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 2);
  const beyond = [...bytes.subarray(0, 2), ...bytes.subarray(2 + numberBytes)];
  expect(beyond.every((byte) => byte === untouched)).toBe(true);
  return bytes.toString("latin1", 2, end);
}

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
/** Of any length: uniform ones are nearly all long. */
const anyLength = uint64.chain((value) => fc.nat(63).map((shift) => value >> BigInt(shift)));
const around = (values: readonly number[]) => values.flatMap((value) => [value - 1, value, value + 1]);
const powersOf = (base: number, most: number) => Array.from({ length: most }, (_, power) => base ** power);
const edges = around([...powersOf(10, 23), ...powersOf(2, 65)]);

describe("numbers are written as JSON.stringify does", () => {
  test("all below 100,000", () => {
    for (let value = 0; value < 100_000; value++) {
      const text = String(value);
      if (written((view, at) => writeUint32(view, at, value)) !== text) expect.fail(text);
    }
  });

  test("of 32 bits", () => {
    const check = (value: number) => {
      const unsigned = value >>> 0;
      expect(written((view, at) => writeUint32(view, at, unsigned))).toBe(JSON.stringify(unsigned));
      expect(written((view, at) => writeInt32(view, at, value | 0))).toBe(JSON.stringify(value | 0));
    };
    for (const edge of edges) check(edge);
    fc.assert(
      fc.property(anyLength, (value) => check(Number(value & 0xffffffffn))),
      { numRuns: 3000 },
    );
  });

  test("whole or not, small or large, of either sign", () => {
    const check = (value: number) => {
      expect(written((view, at) => writeNumber(view, at, value))).toBe(JSON.stringify(value));
    };
    for (const edge of edges) for (const sign of [1, -1]) check(sign * edge);
    for (const value of [0, -0, 0.1, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE]) check(value);
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), check), { numRuns: 3000 });
    fc.assert(fc.property(fc.maxSafeInteger(), check), { numRuns: 3000 });
  });

  test("of 64 bits, exact", () => {
    const check = (value: bigint) => {
      const halves = [Number(value & 0xffffffffn), Number(value >> 32n)] as const;
      expect(written((view, at) => writeUint64(view, at, ...halves))).toBe(String(value));
    };
    for (let shift = 0n; shift <= 64n; shift++)
      for (const value of [2n ** shift - 1n, 2n ** shift]) if (value < 2n ** 64n) check(value);
    fc.assert(fc.property(anyLength, check), { numRuns: 3000 });
  });

  test("nanoseconds as milliseconds", () => {
    const check = (ns: number) => {
      expect(written((view, at) => writeMillis(view, at, ns))).toBe(JSON.stringify(ns / 1e6));
    };
    for (const edge of edges) for (const sign of [1, -1]) check(sign * edge);
    for (let ns = 0; ns < 10_000; ns++) check(ns * 997);
    fc.assert(
      fc.property(anyLength, (ns) => check(Number(ns))),
      { numRuns: 10_000 },
    );
  });

  test("true and false", () => {
    for (const value of [true, false])
      expect(written((view, at) => writeBoolean(view, at, value))).toBe(JSON.stringify(value));
  });
});

test("microseconds have six digits", () => {
  for (const value of [0, 9, 99, 100, 12_345, 999_999])
    expect(written((view, at) => writeMicros(view, at, value))).toBe(String(value).padStart(6, "0"));
});
