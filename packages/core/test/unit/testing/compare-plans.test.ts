import { describe, expect, test } from "vitest";
import { comparePlans, type DeclaredDifference } from "../../../src/testing/compare-plans.js";

type Row = { call: string; path?: string };

const both: Row[] = [{ call: "a", path: "x" }, { call: "b" }];
const run = (plan: string, rows: Row[], limits: string[] = []) => ({ plan, rows, limits });

const noB: DeclaredDifference<Row> = {
  title: "calls of b",
  plans: ["poor"],
  limit: "b is not seen",
  told: (row) => (row.call === "b" ? undefined : row),
};
const limits = ["Sadly, b is not seen."];

describe("plans are held to", () => {
  test("tell the same", () => {
    expect(comparePlans([run("one", both), run("two", both)], [])).toEqual([]);
  });

  test.each<[title: string, Row[]]>([
    ["less", both.slice(1)],
    ["more", [...both, { call: "b" }]],
    ["another order", [...both].reverse()],
    ["another value", [{ call: "a", path: "y" }, { call: "b" }]],
  ])("not tell %s", (_, rows) => {
    expect(() => comparePlans([run("one", both), run("two", rows)], [])).toThrow(
      "plan two tells something else than plan one",
    );
  });

  test("tell something", () => {
    expect(() => comparePlans([run("one", [])], [])).toThrow("plan one told nothing");
  });
});

describe("a declared difference", () => {
  const rich = run("rich", both);
  const poor = run("poor", both.slice(0, 1), limits);

  test("is let pass, whichever plan comes first", () => {
    expect(comparePlans([rich, poor], [noB])).toEqual([]);
    expect(comparePlans([poor, rich], [noB])).toEqual([]);
  });

  test("must be there", () => {
    expect(() => comparePlans([rich, run("poor", both, limits)], [noB])).toThrow();
    expect(() => comparePlans([run("poor", both, limits)], [noB])).toThrow("declares not to tell");
  });

  test("must be shown by the workload", () => {
    const [a] = both as [Row];
    expect(() => comparePlans([run("rich", [a]), run("poor", [a], limits)], [noB])).toThrow(
      "no longer there",
    );
  });

  test("must be in the plan's limits", () => {
    expect(() => comparePlans([rich, run("poor", both.slice(0, 1))], [noB])).toThrow(
      'no limit with the words "b',
    );
  });

  test("that no other plan can show is said", () => {
    expect(comparePlans([poor], [noB])).toEqual(["calls of b"]);
    expect(comparePlans([rich], [noB])).toEqual(["calls of b"]);
  });

  test("excuses nothing else", () => {
    expect(() => comparePlans([rich, run("poor", [{ call: "a" }], limits)], [noB])).toThrow("something else");
  });
});
