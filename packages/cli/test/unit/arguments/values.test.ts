import { describe, expect, test } from "vitest";
import { parseGroup, parseUser } from "../../../src/arguments/account.js";
import { parseDuration } from "../../../src/arguments/duration.js";
import { namespaceId } from "../../../src/arguments/filter.js";
import { kebabCase } from "../../../src/arguments/kebab-case.js";
import { parseSize } from "../../../src/arguments/size.js";
import { parseCount, parseId } from "../../../src/arguments/whole-number.js";

describe.each([
  [
    "duration",
    parseDuration,
    { "500ms": 500, "5s": 5000, "1.5m": 90_000, "2h": 7_200_000 },
    ["5", "0s", "-1s", "5 s", "1d", "600h"],
  ],
  [
    "size",
    parseSize,
    { "4096": 4096, "64K": 65536, "16m": 16777216, "16MiB": 16777216, "1G": 1073741824 },
    ["", "0", "16T", "-1", "1.5M"],
  ],
  ["count", parseCount, { "1": 1, "250": 250 }, ["0", "-1", "1.5", "x", ""]],
  ["id", parseId, { "0": 0, "4294967295": 4294967295 }, ["4294967296", "-1", "x", ""]],
  [
    "namespace",
    namespaceId,
    { "4026531836": 4026531836, "pid:[4026531836]": 4026531836 },
    ["pid:[x]", "/proc/1/ns/pid"],
  ],
  ["user", parseUser, { "0": 0, root: 0 }, ["no-such-user"]],
  ["group", parseGroup, { "0": 0, root: 0 }, ["no-such-group"]],
] as const)("%s", (_, parse, good, bad) => {
  test.each(Object.entries(good))("%j is understood", (text, value) => {
    expect(parse(text)).toBe(value);
  });

  test.each(bad.map((text) => [text]))("%j is refused", (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "commander.invalidArgument" }));
  });
});

test("option names are typed with hyphens", () => {
  expect(["failed", "maxArgvBytes"].map(kebabCase)).toEqual(["failed", "max-argv-bytes"]);
});
