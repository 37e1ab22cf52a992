import { expect, test } from "vitest";
import { chosenPlans } from "../../../src/arguments/plans.js";

test.each([
  ["the only probe need not be named", ["fentry"], ["exec"], { exec: "fentry" }],
  ["but may be", ["exec=fentry"], ["exec"], { exec: "fentry" }],
  ["of several each is named", ["exec=a", "filelife=b"], ["exec", "filelife"], { exec: "a", filelife: "b" }],
])("%s", (_, given, probes, plans) => {
  expect(Object.fromEntries(chosenPlans(given, probes))).toEqual(plans);
});

test.each([
  [
    "a plan of one of several",
    ["fentry"],
    "--plan fentry: say of which probe: --plan exec=fentry or --plan filelife=fentry",
  ],
  [
    "a plan of a probe that does not run",
    ["net=x"],
    "--plan net=x: net is not among the probes of this run (exec, filelife)",
  ],
])("%s is refused", (_, given, message) => {
  expect(() => chosenPlans(given, ["exec", "filelife"])).toThrow(message);
});
