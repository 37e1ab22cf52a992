import { expect, test } from "vitest";
import { cellWidth, cut, fit } from "../../../src/output/cell.js";

test.each([
  ["text that fits stays", "abc", 3, "abc"],
  ["longer text ends in an ellipsis", "abcdef", 4, "abc…"],
  ["wide characters count twice", "日本語", 4, "日…"],
  ["a character is never cut in two", "👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"],
  ["no room is no text", "abc", 0, ""],
])("cut: %s", (_, text, width, shown) => {
  expect(cut(text, width)).toBe(shown);
  expect(cellWidth(shown)).toBeLessThanOrEqual(width);
});

test.each([
  ["a number to the right", "42", 5, "right", "   42"],
  ["a name to the left", "sh", 5, "left", "sh   "],
  ["a wide text by its cells", "日本", 6, "left", "日本  "],
  ["a wide text that is cut keeps the column's width", "日本語", 4, "left", "日… "],
] as const)("fit: %s", (_, text, width, align, shown) => {
  expect(fit(text, width, align)).toBe(shown);
});
