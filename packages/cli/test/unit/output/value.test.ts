import { expect, test } from "vitest";
import { formatValue } from "../../../src/output/value.js";

test.each([
  ["null is a dash", null, undefined, "-"],
  ["a field that an event lacks is a dash", undefined, undefined, "-"],
  ["a boolean is a word", true, "boolean", "yes"],
  ["a number is itself", 1234, "integer", "1234"],
  ["a duration has its unit", 12.34, "durationMs", "12.3 ms"],
  ["an id is exact", 2n ** 63n, "id", "9223372036854775808"],
  ["text is escaped", "\x1b]0;x\x07", "string", "\\x1b]0;x\\x07"],
  ["arguments are quoted", ["echo", "", "a b"], "strings", "echo '' 'a b'"],
  ["a group names its members", { pid: 1, comm: "x\n" }, "group", "pid=1 comm=x\\n"],
] as const)("%s", (_, value, kind, shown) => {
  expect(formatValue(value, kind)).toBe(shown);
});
