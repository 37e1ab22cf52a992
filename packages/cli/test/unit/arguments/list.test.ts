import { expect, test } from "vitest";
import { parseList } from "../../../src/arguments/list.js";

test.each([
  ["one value", "node", ["node"]],
  ["several values", "node, bash", ["node", "bash"]],
  ["all but one", "!0", { not: ["0"] }],
  ["all but several", "!0,!1000", { not: ["0", "1000"] }],
])("%s", (_, text, list) => {
  expect(parseList(text, String)).toEqual(list);
});

test.each([
  ["a list that has both kinds", "a,!b", "A list has ! before every value or before none."],
  ["an empty value", "a,,b", "Expected values with commas between them."],
  ["a lone negation", "!", "Expected values with commas between them."],
])("%s is refused", (_, text, message) => {
  expect(() => parseList(text, String)).toThrow(message);
});
