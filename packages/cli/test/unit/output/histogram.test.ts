import type { Histogram } from "@probekit/core";
import { describe, expect, test } from "vitest";
import { histogramJson, histogramLines } from "../../../src/output/histogram.js";

const latency: Histogram = {
  probe: "sync",
  histogram: "latency",
  unit: "ns",
  groups: [
    {
      ...{ name: "fsync", count: 13 },
      buckets: [
        { from: 512, to: 1024, count: 1 },
        { from: 1024, to: 2048, count: 0 },
        { from: 2048, to: 4096, count: 12 },
      ],
    },
  ],
};

describe("a histogram", () => {
  test("is drawn as bars, the longest of them 40 wide", () => {
    expect(histogramLines([latency])).toEqual([
      "",
      "sync latency, fsync: 13",
      "  512 ns …     1 µs   1  ███▎",
      "    1 µs …     2 µs   0",
      `    2 µs …     4 µs  12  ${"█".repeat(40)}`,
    ]);
  });

  test("of bytes has binary units", () => {
    const [, , line] = histogramLines([
      {
        ...latency,
        unit: "bytes",
        groups: [{ name: "", count: 1, buckets: [{ from: 0, to: 1, count: 1 }] }],
      },
    ]);
    expect(line).toBe(`     0 B …      1 B  1  ${"█".repeat(40)}`);
  });

  test("is a line of JSON for each group", () => {
    const [line] = histogramJson([latency], new Date(0));
    expect(JSON.parse(line ?? "")).toEqual({
      ...{ probe: "sync", event: "latency", time: "1970-01-01T00:00:00.000Z" },
      ...{ group: "fsync", unit: "ns", count: 13, buckets: latency.groups[0]?.buckets },
    });
  });
});
