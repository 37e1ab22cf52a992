import { expect, test } from "vitest";
import { findProbeWords } from "../../../src/arguments/probe-words.js";

const flags: Record<string, boolean> = { "--output": true, "-o": true, "--namespaces": false, "--max": true };

test.each([
  ["words that are no options", ["exec", "filelife"], ["exec", "filelife"]],
  ["not an option's value", ["--output", "json", "exec", "-o", "table"], ["exec"]],
  ["nor one that is joined to it", ["--output=json", "exec", "-ojson", "filelife"], ["exec", "filelife"]],
  ["what follows an option without a value", ["--namespaces", "exec"], ["exec"]],
  ["nothing after an option that is not known", ["exec", "--what", "ever"], ["exec"]],
])("the probes are %s", (_, words, probes) => {
  const found: string[] = [];
  findProbeWords(
    words,
    (flag) => flags[flag],
    (word) => found.push(word),
  );
  expect(found).toEqual(probes);
});

test("a probe's options are known from its name on", () => {
  const known = new Map([["./mine", "--own"]]);
  const found: string[] = [];
  findProbeWords(
    ["./mine", "--own", "value", "exec"],
    (flag) => (found.some((word) => known.get(word) === flag) ? true : undefined),
    (word) => found.push(word),
  );
  expect(found).toEqual(["./mine", "exec"]);
});
