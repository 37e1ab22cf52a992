import { describe, expect, test } from "vitest";
import { encodeRecord, type MemberValues } from "../../../src/testing/fake/encode-record.js";
import { btf, chars, data, struct, u8, u16, u64 } from "../../support/btf.js";

const inner = struct("inner", { low: u8, high: u16 });
const record = struct("record", {
  ...{ wide: u64, flag: u8, name: chars(4), inner, path: data, list: data },
  kind: { kind: "enum", sizeBytes: 4, signed: false, name: "kind" },
});
const types = btf({ enums: [{ name: "kind", sizeBytes: 4, values: [{ name: "KIND_B", value: 2n }] }] });
const encode = (values: MemberValues) => encodeRecord(record, values, types);

describe("a record has", () => {
  test.each<[string, MemberValues, number, number[]]>([
    ["a number of 64 bits", { wide: 0x0102030405060708n }, 0, [8, 7, 6, 5, 4, 3, 2, 1]],
    ["a negative one", { wide: -2 }, 0, [254, 255, 255, 255, 255, 255, 255, 255]],
    ["a boolean", { flag: true }, 8, [1]],
    ["text, with zeros behind it", { name: "ab" }, 9, [97, 98, 0, 0]],
    ["members of a struct", { inner: { high: 0x0201 } }, 14, [0, 0, 1, 2]],
    ["a value of an enum by its name", { kind: "KIND_B" }, 36, [2, 0, 0, 0]],
  ])("%s", (_, values, at, bytes) => {
    const encoded = encode(values);
    expect([...encoded.subarray(at, at + bytes.length)]).toEqual(bytes);
    expect(encoded).toHaveLength(record.sizeBytes);
  });

  test("strings in its tail, one behind the other", () => {
    const encoded = encode({ path: "/tmp", list: ["a", "", "b"] });
    const [path, list] = [20, 28].map((at) => ({
      offset: encoded.readUInt32LE(at),
      length: encoded.readUInt32LE(at + 4),
    }));
    expect(path).toEqual({ offset: record.sizeBytes, length: 4 });
    expect(list).toEqual({ offset: record.sizeBytes + 4, length: 5 });
    expect(encoded.subarray(record.sizeBytes).toString()).toBe("/tmpa\0\0b\0");
  });
});

test.each<[string, MemberValues, string]>([
  ["a member that is not there", { wid: 1 }, "struct record has no member wid; it has wide, flag"],
  ["one of a struct within", { inner: { mid: 1 } }, "struct record.inner has no member mid"],
  ["text that is too long", { name: "abcde" }, "struct record.name: expected at most 4 bytes, got abcde"],
  ["text for a number", { wide: "1" }, "struct record.wide: expected a number, got 1"],
  [
    "a name that the enum does not have",
    { kind: "KIND_C" },
    "struct record.kind: expected a number, got KIND_C",
  ],
  ["a number for a struct", { inner: 1 }, "struct record.inner: expected its members, got 1"],
  [
    "a number for a string",
    { path: 1 },
    "struct record.path: expected text, a list of strings or bytes, got 1",
  ],
])("%s is refused", (_, values, message) => {
  expect(() => encode(values)).toThrow(message);
});
