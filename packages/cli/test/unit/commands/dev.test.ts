import { expect, test } from "vitest";
import { devRequest } from "../../../src/commands/dev.js";
import type { FoundProbe } from "../../../src/discovery/found-probe.js";
import { manifestOf } from "../arguments/manifests.js";

const probe: FoundProbe = {
  manifest: manifestOf("mine", { least: { type: "integer" } }),
  ...{ source: "path", folder: "/mine", manifestFile: "/mine/probe.json" },
};
const request = (folder: string, ...words: string[]) => devRequest(words, folder, probe, undefined);

test("the command line is read by the probe's options as they are", () => {
  const { options, output, filter, command } = request(
    "mine",
    "mine",
    "--least",
    "3",
    "-o",
    "json",
    "--uid",
    "0",
  );
  expect(options.get("mine")).toEqual({ least: 3 });
  expect({ output, command }).toEqual({ output: "json", command: undefined });
  expect(filter.uid).toEqual([0]);
});

test.each([
  ["an option that the probe does not have", ["--lest", "3"], "unknown option '--lest'"],
  ["a value that is none", ["--least", "few"], "Expected a number."],
  [
    "a folder behind the probe's options",
    ["--least", "3", "mine"],
    "name the folder before the probe's own options",
  ],
  ["what only probe run has", ["--count", "3"], "unknown option '--count'"],
])("%s is refused as wrong usage", (_, words, message) => {
  expect(() => request(".", ...words)).toThrow(
    expect.objectContaining({ status: 2, message: expect.stringContaining(message) }),
  );
});
