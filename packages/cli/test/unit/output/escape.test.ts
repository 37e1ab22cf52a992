import { expect, test } from "vitest";
import { escapeLines, escapeText } from "../../../src/output/escape.js";

test.each([
  ["plain text stays", "café ☕ x=1", "café ☕ x=1"],
  ["an escape sequence is shown", "\x1b[31mred", "\\x1b[31mred"],
  ["a line break is shown", "a\nb\r\tc", "a\\nb\\r\\tc"],
  ["NUL, bell and DEL are shown", "\0\x07\x7f", "\\x00\\x07\\x7f"],
  ["a C1 control that is valid UTF-8 is not taken for a byte", "\u009b31m", "\\u009b31m"],
  ["a byte that is not UTF-8 is shown as that byte", "a\udcff\udc80", "a\\xff\\x80"],
  ["another lone surrogate is shown", "\ud800x", "\\ud800x"],
  ["a pair of surrogates is a character", "😀", "😀"],
  ["bidi controls are shown", "\u202etxt.exe\u2069", "\\u202etxt.exe\\u2069"],
  ["line separators are shown", "\u2028\u2029", "\\u2028\\u2029"],
])("%s", (_, text, shown) => {
  expect(escapeText(text)).toBe(shown);
});

test("line breaks of a message stay, what is within its lines is escaped", () => {
  expect(escapeLines("a\n\x1bb")).toBe("a\n\\x1bb");
});
