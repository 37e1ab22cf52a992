import { expect, test } from "vitest";
import { z } from "zod";
import { plan, tracepoint } from "../../../src/contract/attach.js";
import { group, integer } from "../../../src/contract/fields.js";
import { histogram } from "../../../src/contract/histogram.js";
import { defineProbe } from "../../../src/contract/probe.js";
import { record } from "../../../src/contract/record.js";
import { contractProblems } from "../../../src/testing/contract-problems.js";

const common = {
  name: "demo",
  object: new URL(import.meta.url),
  visibility: "process",
  attachPlans: [plan("only", { on_call: tracepoint("a", "b") })],
} as const;

test("a contract that says everything has no problems", () => {
  const probe = defineProbe({
    ...common,
    summary: "Calls",
    options: z.object({
      most: z.number().default(1).describe("how many"),
      name: z.string().nullable().default(null).describe("which, null for all"),
    }),
    events: {
      called: record("demo_called", "A call.", {
        number: integer({ describe: "which" }),
        inner: group({ deep: integer({ describe: "how deep" }) }),
      }),
    },
    columns: { called: [{ field: "pid" }, { field: "inner.deep" }] },
  });
  expect(contractProblems(probe)).toEqual([]);
});

test("what is missing is told, a sentence each", () => {
  const probe = defineProbe({
    ...common,
    summary: " ",
    options: z.object({ most: z.number().optional() }),
    events: {
      called: record("demo_called", "", { number: integer(), inner: group({ deep: integer() }) }),
      ended: record("demo_ended", "An end.", {}),
    },
    columns: { called: [], ended: [{ field: "number" }] },
    histograms: { sizes: histogram("", { unit: "bytes" }) },
  });
  expect(contractProblems(probe)).toEqual([
    "the probe has no summary",
    "option most has no description",
    "option most has no default",
    "called has no description",
    "sizes has no description",
    "called: field number has no description",
    "called.inner: field deep has no description",
    "called has no columns",
    "ended: column number is no field of it",
  ]);
});

test("an option that has to be given has no default", () => {
  const probe = defineProbe({
    ...common,
    summary: "Calls",
    options: z.object({ most: z.number().describe("how many") }),
    events: {},
    columns: {},
    histograms: { sizes: histogram("Sizes.", { unit: "bytes" }) },
  });
  expect(contractProblems(probe)).toEqual(["option most has no default"]);
});

test("a probe that gives nothing is none", () => {
  const probe = defineProbe({
    ...common,
    summary: "Nothing",
    options: z.object({}),
    events: {},
    columns: {},
  });
  expect(contractProblems(probe)).toEqual(["the probe gives no event, no table and no histogram"]);
});
