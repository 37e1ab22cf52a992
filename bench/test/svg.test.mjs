import { describe, expect, it } from "vitest";
import { axisOf } from "../lib/axis.mjs";
import { lineChart } from "../lib/svg.mjs";

const labels = ({ ticks }) => ticks.map(({ label }) => label);

describe("an axis", () => {
  it("begins at 0 and ends at a round number beyond the largest value", () => {
    const axis = axisOf([3, 87], {}, [0, 100]);
    expect(labels(axis)).toEqual(["0", "20", "40", "60", "80", "100"]);
    expect(axis.place(50)).toBe(50);
  });

  it("has room for what was less than nothing", () => {
    expect(labels(axisOf([-3, 8], {}, [0, 1]))).toEqual(["-5", "0", "5", "10"]);
  });

  it("by powers of ten has whole decades", () => {
    const axis = axisOf([1500, 80_000], { log: true }, [0, 200]);
    expect(labels(axis)).toEqual(["1,000", "10,000", "100,000"]);
    expect(axis.place(10_000)).toBeCloseTo(100);
    expect(axis.place(-5)).toBe(0);
  });

  it("may go downwards, as y does in an SVG", () => {
    expect(axisOf([0, 10], {}, [300, 100]).place(10)).toBe(100);
  });
});

describe("a chart", () => {
  const chart = lineChart({
    title: "a < b & c",
    x: { label: "probes" },
    y: { label: "ns" },
    series: [
      { name: "one", points: [[1, 10], [2, 20]] }, // biome-ignore format: a point is two numbers
      { name: "two", points: [[1, 5]] },
    ],
  });

  it("has a line for each series, a dot for each point, and the labels", () => {
    expect(chart.match(/<polyline/g)).toHaveLength(2);
    expect(chart.match(/<circle/g)).toHaveLength(3);
    for (const words of ["probes", "ns", "one", "two"]) expect(chart).toContain(`>${words}</text>`);
  });

  it("is well-formed whatever its title", () => {
    expect(chart).toContain("a &lt; b &amp; c");
  });

  it("puts larger values higher", () => {
    const [low, high] = /points="([^"]+)"/
      .exec(chart)[1]
      .split(" ")
      .map((pair) => Number(pair.split(",")[1]));
    expect(high).toBeLessThan(low);
  });
});
