import { expect, test } from "vitest";
import { NONE, STR } from "../../../src/args/bytes.js";
import { argTypes } from "../../../src/args/mask.js";
import { INT } from "../../../src/args/scalars.js";
import { SOCKADDR } from "../../../src/args/socket-address.js";

test("a mask has the type of argument 0 in its lowest byte", () => {
  expect(argTypes(STR, SOCKADDR)).toBe(0x0c0an);
  expect(argTypes(NONE, INT, NONE, STR)).toBe(0x0a00_0100n);
  expect(argTypes()).toBe(0n);
});

test("a mask has room for eight", () => {
  const eight = Array.from({ length: 8 }, () => STR);
  expect(argTypes(...eight)).toBe(0x0a0a_0a0a_0a0a_0a0an);
  expect(() => argTypes(...eight, INT)).toThrow("at most 8 have room in a mask, got 9");
});
