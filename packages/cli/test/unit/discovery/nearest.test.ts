import { expect, test } from "vitest";
import { nearest } from "../../../src/discovery/nearest.js";

const names = ["exec", "filelife", "sync"];

test.each([
  ["swapped letters", "exce", "exec"],
  ["a letter too few", "exe", "exec"],
  ["a letter too many", "syncc", "sync"],
  ["two mistakes in a long name", "fillelive", "filelife"],
  ["another name altogether", "tcp", undefined],
  ["half of a short name", "exit", undefined],
  ["one letter", "x", undefined],
])("%s: %s is %s", (_, typed, expected) => {
  expect(nearest(typed, names)).toBe(expected);
});
