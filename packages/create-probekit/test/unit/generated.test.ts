import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Combinations } from "../support/combinations.js";

/* Compilers and a test runner: on a machine that is busy with other tests, minutes. */
const timeout = 600_000;

describe("every combination of output and hook", () => {
  const combinations = new Combinations();
  afterAll(() => combinations.close());
  beforeAll(() => combinations.compile(), timeout);

  test("has types that fit", { timeout }, () => combinations.checkTypes());

  test("keeps the contract, its README.md too", { timeout }, async () => {
    const tests = await combinations.runTests("contract.test.ts");
    expect(tests.filter(({ state }) => state !== "passed")).toEqual([]);
    expect(new Set(tests.map(({ name }) => name))).toEqual(new Set(combinations.all.map(({ name }) => name)));
  });

  test("can be read in five minutes", () => {
    for (const { name, folder } of combinations.all) {
      const lines = [
        `bpf/${name}.h`,
        `bpf/${name}.bpf.c`,
        "src/probe.ts",
        "test/contract.test.ts",
        "test/kernel.test.ts",
      ]
        .map((file) => readFileSync(path.join(folder, file), "utf8").split("\n").length)
        .reduce((sum, count) => sum + count);
      expect(lines, name).toBeLessThan(220);
    }
  });
});
