import { describe, expect, test } from "vitest";
import type { Constants } from "../../../src/contract/attach.js";
import type { BtfType, BtfVariable } from "../../../src/kernel/btf.js";
import type { OpenedObject } from "../../../src/kernel/kernel.js";
import { setConstants } from "../../../src/layout/constants.js";
import { btf } from "../../support/btf.js";

const u64: BtfType = { kind: "int", sizeBytes: 8, signed: false, encoding: "int" };
const s16: BtfType = { kind: "int", sizeBytes: 2, signed: true, encoding: "int" };
const array = (element: BtfType, length: number): BtfType => ({
  ...{ kind: "array", element, length },
  sizeBytes: element.sizeBytes * length,
});

const variables: readonly BtfVariable[] = [
  { name: "one", section: ".rodata", offsetBytes: 8, type: s16 },
  { name: "words", section: ".rodata", offsetBytes: 16, type: array(u64, 2) },
  { name: "counter", section: ".bss", offsetBytes: 0, type: u64 },
];

/** What is written where. */
function written(constants: Constants): [number, string][] {
  const writes: [number, string][] = [];
  const object = {
    btf: { ...btf({}), variable: (name: string) => variables.find((known) => known.name === name) },
    setData: (_section: string, offset: number, bytes: Buffer) =>
      writes.push([offset, bytes.toString("hex")]),
  };
  setConstants("demo", object as unknown as OpenedObject, constants);
  return writes;
}

test("a number is written as wide as its variable", () => {
  expect(written({ one: -2 })).toEqual([[8, "feff"]]);
  expect(written({ one: true })).toEqual([[8, "0100"]]);
});

test("a list is written to an array", () => {
  expect(written({ words: [1n, 2n ** 64n - 1n] })).toEqual([[16, "0100000000000000ffffffffffffffff"]]);
});

describe("what does not fit is refused", () => {
  test.each<[Constants, string]>([
    [{ one: 40000 }, "40000 does not fit a signed 16-bit integer"],
    [{ words: [1n, -1n] }, "-1 does not fit an unsigned 64-bit integer"],
    [{ words: [1n] }, "an array of 2; the list has 1 numbers"],
    [{ words: 1 }, "only integers, enums and bools can be set"],
    [{ one: [1] }, "a list is for an array"],
    [{ counter: 1 }, "it must be `const volatile`"],
    [{ none: 1 }, "not in the object"],
  ])("%o", (constants, message) => {
    expect(() => written(constants)).toThrow(message);
  });
});
