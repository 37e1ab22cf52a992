import { afterAll, beforeAll, expect, test } from "vitest";
import { Combinations } from "../support/combinations.js";

const timeout = 600_000;
const combinations = new Combinations();
afterAll(() => combinations.close());
beforeAll(() => combinations.compile(), timeout);

test("every combination sees what it is for, where the kernel has the hook", { timeout }, async () => {
  const tests = await combinations.runTests("kernel.test.ts");
  expect(tests.filter(({ state }) => state === "failed")).toEqual([]);
  /* These hooks every kernel has. */
  const byTracepoint = combinations.all.filter(({ hook }) =>
    ["tracepoint", "tp_btf", "uprobe"].includes(hook),
  );
  for (const { name } of byTracepoint) {
    const states = tests.filter((test) => test.name === name).map(({ state }) => state);
    expect(states, name).not.toEqual([]);
    expect(new Set(states), name).toEqual(new Set(["passed"]));
  }
});
