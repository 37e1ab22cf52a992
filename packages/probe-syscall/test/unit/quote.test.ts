import { expect, test } from "vitest";
import { quoteBytes, quoteHex, quoteText } from "../../src/kinds/quote.js";

test.each([
  ["plain", '"plain"'],
  ['tab\tnewline\nquote"back\\slash', '"tab\\tnewline\\nquote\\"back\\\\slash"'],
  ["\u0001", '"\\1"'],
  ["\u00017", '"\\0017"'],
  ["\u0001a", '"\\1a"'],
  ["ä", '"\\303\\244"'],
  ["a\udcff", '"a\\377"'],
  ["\u{1f600}\udc80", '"\\360\\237\\230\\200\\200"'],
  ["", '""'],
])("%j is written as C has it", (text, quoted) => {
  expect(quoteText(text)).toBe(quoted);
});

test("what was cut short ends in dots", () => {
  expect(quoteBytes(Buffer.from("ab"), true)).toBe('"ab"...');
});

test("random bytes are in hexadecimal", () => {
  expect(quoteHex("0aff")).toBe('"\\x0a\\xff"');
});
