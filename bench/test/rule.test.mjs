import { expect, it } from "vitest";
import { ratioRule, rule, ruleLine } from "../lib/rule.mjs";

it.each([
  [0.1, "rule added ≤ 1/8 | 1/10 | holds"],
  [0.125, "rule added ≤ 1/8 | 1/8 | holds"],
  [0.2, "rule added ≤ 1/8 | 1/5 | does not hold"],
  [undefined, "rule added ≤ 1/8 | no ratio | not measured"],
])("a ratio of %d against one of 0.125", (ratio, line) => {
  expect(ruleLine(ratioRule("added ≤ 1/8", ratio, 0.125))).toBe(line);
});

it("a rule without a peer is neither held nor broken", () => {
  expect(ruleLine(rule("faster", "no opensnoop"))).toBe("rule faster | no opensnoop | not measured");
});
