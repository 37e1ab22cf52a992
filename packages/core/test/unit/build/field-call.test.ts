import { describe, expect, test } from "vitest";
import { fieldLines } from "../../../src/build/field-call.js";
import type { BtfMember, BtfStruct, BtfType } from "../../../src/kernel/btf.js";
import { chars, context, data, header, s32, struct, u8, u16, u32, u64 } from "../../support/btf.js";

const bool: BtfType = { kind: "int", sizeBytes: 1, signed: false, encoding: "bool" };
const pointer: BtfType = { kind: "pointer", sizeBytes: 8, target: "struct file" };
const call: BtfType = { kind: "enum", sizeBytes: 4, signed: false, name: "mine_call" };
const float: BtfType = { kind: "float", sizeBytes: 8 };
const words: BtfType = { kind: "array", sizeBytes: 8, length: 2, element: u32 };
const probeArgs = struct("probe_args", { offset: u32, length: u32 });

describe("the field for a member", () => {
  test.each<[string, BtfType, string[]]>([
    ["count", u32, ["count: integer(),"]],
    ["read_bytes", u64, ["readBytes: integer(),"]],
    ["inode", u64, ["inode: id(),"]],
    ["file", pointer, ["file: id(),"]],
    ["age_ns", u64, ['ageMs: durationMs({ from: "age_ns" }),']],
    ["ret", s32, ['errno: errno({ from: "ret" }),']],
    ["fd", s32, ["fd: integer(),"]],
    ["failed", bool, ["failed: boolean(),"]],
    ["call", call, ['call: enumeration("mine_call"),']],
    ["old_comm", chars(16), ["oldComm: text(),"]],
    ["path", data, ["path: string(),"]],
    ["owner", struct("", { pid: u32, uid: u16 }), ["owner: group({", '  pid: integer({ from: "owner.pid" }),', '  uid: integer({ from: "owner.uid" }),', "}),"]],
    ["", struct("", { pid: u32 }), ["pid: integer(),"]],
    ["HTTP", u32, ['http: integer({ from: "HTTP" }),']],
    ["header", header, []],
    ["context", context, []],
    ["reserved", u32, []],
    ["padding", chars(4), []],
    ["args", probeArgs, ["// args: typed arguments; name them with their types: args({ … })"]],
    ["load", float, ["// load: no kind of field reads it"]],
    ["words", words, ["// words: no kind of field reads it"]],
  ])("%s", (name, type, lines) => {
    expect(fieldLines(struct("mine", { [name]: type }))).toEqual(lines);
  });

  test("a bit field is named and left to the author", () => {
    const member: BtfMember = { name: "on", offsetBits: 0, bitFieldBits: 1, type: u8 };
    const bits: BtfStruct = { kind: "struct", name: "mine", sizeBytes: 1, members: [member] };
    expect(fieldLines(bits)).toEqual(["// on: a bit field, which no kind of field reads"]);
  });
});
