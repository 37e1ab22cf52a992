import { expect, test } from "vitest";
import { formatDuration } from "../../../src/output/duration.js";

test.each([
  [0, "0 µs"],
  [0.0417, "42 µs"],
  [0.9996, "1.00 ms"],
  [1.234, "1.23 ms"],
  [12.34, "12.3 ms"],
  [99.96, "100 ms"],
  [999.4, "999 ms"],
  [999.6, "1.00 s"],
  [12_345, "12.3 s"],
  [59_960, "1 m 00 s"],
  [125_000, "2 m 05 s"],
  [3_599_900, "1 h 00 m"],
  [3_725_000, "1 h 02 m"],
])("%d ms are shown as %s", (ms, shown) => {
  expect(formatDuration(ms)).toBe(shown);
});
