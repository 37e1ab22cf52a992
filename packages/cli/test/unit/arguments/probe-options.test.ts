import { Command } from "commander";
import { expect, test } from "vitest";
import { chosenOptions } from "../../../src/arguments/chosen-options.js";
import { probeFlags } from "../../../src/arguments/probe-options.js";
import { manifestOf } from "./manifests.js";

const exec = manifestOf("exec", {
  failed: { type: "boolean" },
  maxArgvBytes: { type: "integer" },
  full: { type: "boolean" },
});
const filelife = manifestOf("filelife", {
  full: { type: "boolean" },
  only: { type: "string", enum: ["unlink", "rename"] },
  skip: { type: "array", items: { type: "string" } },
  count: { type: "integer" },
});

function parse(...words: string[]) {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  const flags = probeFlags([exec, filelife], new Set(["--count"]));
  for (const { option } of flags) command.addOption(option);
  command.parse(words, { from: "user" });
  return Object.fromEntries(chosenOptions(command, flags));
}

test.each([
  ["nothing typed is nothing chosen", [], {}],
  ["a boolean is switched on", ["--failed"], { exec: { failed: true } }],
  ["a boolean is switched off", ["--no-failed"], { exec: { failed: false } }],
  ["a number is a number", ["--max-argv-bytes", "100"], { exec: { maxArgvBytes: 100 } }],
  ["a list is an array", ["--skip=a,b"], { filelife: { skip: ["a", "b"] } }],
  ["an enum is text", ["--only", "unlink"], { filelife: { only: "unlink" } }],
  ["the probe may be named", ["--exec.max-argv-bytes", "9"], { exec: { maxArgvBytes: 9 } }],
  ["a named boolean is switched on", ["--filelife.full"], { filelife: { full: true } }],
  ["a named boolean is switched off", ["--filelife.no-full"], { filelife: { full: false } }],
  [
    "probes get what is theirs",
    ["--exec.full", "--filelife.no-full"],
    { exec: { full: true }, filelife: { full: false } },
  ],
  ["an option called like one of run's own is named", ["--filelife.count", "3"], { filelife: { count: 3 } }],
])("%s", (_, words, chosen) => {
  expect(parse(...words)).toEqual(chosen);
});

test.each([
  [
    "a name of two probes",
    ["--full"],
    "--full could be of several probes; type --exec.full or --filelife.full",
  ],
  ["a number that is none", ["--max-argv-bytes", "x"], "Expected a number."],
  ["a near miss", ["--faild"], "(Did you mean --failed?)"],
])("%s is refused", (_, words, message) => {
  expect(() => parse(...words)).toThrow(message);
});
