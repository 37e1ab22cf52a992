import { describe, expect, test } from "vitest";
import { camelCase, sharedPrefix, snakeCase } from "../../../src/contract/names.js";

describe("names", () => {
  test.each([
    ["parentComm", "parent_comm"],
    ["pid", "pid"],
    ["my-probe", "my_probe"],
  ])("%s in C is %s", (name, c) => {
    expect(snakeCase(name)).toBe(c);
  });

  test.each([
    ["RENAME_OVER", "renameOver"],
    ["ring_full", "ringFull"],
    ["UNLINK", "unlink"],
  ])("%s in an event is %s", (c, name) => {
    expect(camelCase(c)).toBe(name);
  });

  test.each<[string[], string]>([
    [["A_OP_UNLINK", "A_OP_RENAME"], "A_OP_"],
    [["A_ONE", "B_TWO"], ""],
    [["A_ONE"], "A_"],
    [["ONE", "ONE_MORE"], ""],
    [[], ""],
  ])("%j share %s", (names, prefix) => {
    expect(sharedPrefix(names)).toBe(prefix);
  });
});
