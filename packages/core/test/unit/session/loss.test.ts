import { expect, test } from "vitest";
import { LossDelta } from "../../../src/session/loss.js";

test("losses are told once, by how much they grew", () => {
  const delta = new LossDelta();
  const totals = (ringFull: number, truncated: number) => [
    { probe: "exec", cause: "ringFull" as const, count: ringFull },
    { probe: "exec", cause: "truncated" as const, count: truncated },
  ];
  expect(delta.take(totals(0, 0))).toEqual([]);
  expect(delta.take(totals(3, 0))).toEqual([{ probe: "exec", cause: "ringFull", count: 3 }]);
  expect(delta.take(totals(5, 1))).toEqual([
    { probe: "exec", cause: "ringFull", count: 2 },
    { probe: "exec", cause: "truncated", count: 1 },
  ]);
  expect(delta.take(totals(5, 1))).toEqual([]);
});
