import { expect, test } from "vitest";
import { isPrivateGroup } from "../../../src/discovery/private-group.js";

const root = "root:x:0:0:root:/root:/bin/bash";
const ann = "ann:x:1000:1000:Ann:/home/ann:/bin/bash";
const bob = "bob:x:1001:1001::/home/bob:/bin/sh";
const text = (...lines: readonly string[]) => `${lines.join("\n")}\n`;

test.each([
  ["that nobody is a member of is private", [ann, bob], ["ann:x:1000:", "bob:x:1001:"], true],
  ["that lists its user is private", [ann], ["ann:x:1000:ann"], true],
  ["that has another member is not", [ann, bob], ["ann:x:1000:bob"], false],
  ["that has another member too is not", [ann, bob], ["ann:x:1000:ann,bob"], false],
  ["that is another's first group is not", [ann, "eve:x:1002:1000::/:/bin/sh"], ["ann:x:1000:"], false],
  ["that is the first group of another alone is not", ["eve:x:1002:1000::/:/bin/sh"], ["ann:x:1000:"], false],
  ["of which two lines tell is not", [ann, bob], ["ann:x:1000:", "staff:x:1000:bob"], false],
  ["that no line tells of is not", [ann], ["bob:x:1001:"], false],
  ["of a user that no line tells of is not", [bob], ["ann:x:1000:"], false],
])("a group %s", (_, users, groups, expected) => {
  const accounts = { passwd: text(root, ...users), group: text("root:x:0:", ...groups) };
  expect(isPrivateGroup(1000, 1000, accounts)).toBe(expected);
});

test("a group of another number than its user is not private", () => {
  const accounts = { passwd: text("ann:x:1000:100::/home/ann:/bin/sh"), group: text("users:x:100:") };
  expect(isPrivateGroup(100, 1000, accounts)).toBe(false);
});

test("root's group is not private", () => {
  expect(isPrivateGroup(0, 0, { passwd: text(root), group: text("root:x:0:") })).toBe(false);
});
