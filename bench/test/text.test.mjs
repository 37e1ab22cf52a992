import { describe, expect, it } from "vitest";
import { count, digits, ratioText, time, timeSpread } from "../lib/text.mjs";

it.each([
  [5, "5 ns"],
  [85.25, "85.3 ns"],
  [1622, "1.62 µs"],
  [-2500, "-2.50 µs"],
  [45_000_000, "45 ms"],
  [12_345_678_901, "12.3 s"],
])("%d ns is printed as %s", (ns, expected) => {
  expect(time(ns)).toBe(expected);
});

it("both ends of a spread have one unit", () => {
  expect(timeSpread({ least: 900, most: 12_400 })).toBe("0.900 to 12.4 µs");
});

it.each([
  [0, "0"],
  [0.1234, "0.123"],
  [9.876, "9.88"],
  [1234.5, "1235"],
])("%d has the digits %s", (value, expected) => {
  expect(digits(value)).toBe(expected);
});

it("counts have separators", () => {
  expect(count(1234567)).toBe("1,234,567");
});

describe("ratios", () => {
  it.each([
    [0.125, "1/8"],
    [1.7, "1.70 times"],
    [-0.1, "nothing added"],
    [undefined, "no ratio"],
  ])("%d is %s", (ratio, expected) => {
    expect(ratioText(ratio)).toBe(expected);
  });
});
