import { Command } from "commander";
import { expect, test } from "vitest";
import { chosenFilter, filterOptions } from "../../../src/arguments/filter.js";

function parse(...words: string[]) {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  for (const option of filterOptions()) command.addOption(option);
  return chosenFilter(command.parse(words, { from: "user" }).opts());
}

test.each([
  ["nothing", [], {}],
  ["lists", ["--pid", "1,2", "--comm", "!a"], { pid: [1, 2], comm: { not: ["a"] } }],
  ["accounts by name", ["--uid", "root"], { uid: [0] }],
  ["namespaces as the links have them", ["--pid-ns", "pid:[4026531836]"], { pidNs: [4026531836] }],
  [
    "containers and cgroups",
    ["--container", "ab,cd", "--cgroup", "/a"],
    { container: ["ab", "cd"], cgroup: ["/a"] },
  ],
  ["the host", ["--host-only"], { origin: "host" }],
  ["containers", ["--containers-only", "--uid", "0"], { origin: "containers", uid: [0] }],
])("a filter by %s", (_, words, expected) => {
  expect(parse(...words)).toEqual(expected);
});

test.each([
  ["--host-only", "--containers-only"],
  ["--host-only", "--pid-ns", "1"],
  ["--pid-ns", "1", "--containers-only"],
])("%s %s %s cannot be together", (...words) => {
  expect(() => parse(...words)).toThrow(/cannot be used with option/);
});
