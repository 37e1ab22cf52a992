import { describe, expect, it } from "vitest";
import { differences, median, pairedRatio, spread } from "../lib/stats.mjs";

describe("median", () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100, 11, 8], 10],
  ])("of %j is %d", (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it("leaves its argument as it was", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it("of nothing is an error and not a number", () => {
    expect(() => median([])).toThrow(RangeError);
    expect(() => spread([])).toThrow(RangeError);
  });
});

it("spread leaves out no round", () => {
  expect(spread([5, 1, 900])).toEqual({ least: 1, most: 900 });
});

it("differences are those of the same round", () => {
  expect(differences([12, 30], [10, 20])).toEqual([2, 10]);
});

describe("pairedRatio", () => {
  it("is not moved by a round that was slow for both", () => {
    expect(pairedRatio([1, 10, 1], [2, 20, 2])).toBe(0.5);
  });

  it("is the median of the rounds' ratios, not the ratio of the medians", () => {
    expect(pairedRatio([1, 2, 9], [1, 4, 1])).toBe(1);
  });

  it("leaves out rounds in which there was nothing to compare with", () => {
    expect(pairedRatio([1, 7, 7], [2, 0, -3])).toBe(0.5);
    expect(pairedRatio([1], [0])).toBeUndefined();
  });

  it("wants rounds in pairs", () => {
    expect(() => pairedRatio([1, 2], [1])).toThrow("no pairs: 2 and 1");
  });
});
