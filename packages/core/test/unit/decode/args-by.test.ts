import { describe, expect, test } from "vitest";
import { BYTES, NONE, STR, STR_ARR } from "../../../src/args/bytes.js";
import { OPEN_FLAGS } from "../../../src/args/file-flags.js";
import { INT, POINTER, ULONG } from "../../../src/args/scalars.js";
import { TIMESPEC } from "../../../src/args/structs.js";
import { argsBy } from "../../../src/contract/args-by.js";
import { mapped } from "../../../src/contract/fields.js";
import { argsBlock, type WireArg } from "../../support/args.js";
import { decodeCall } from "../../support/decoding.js";

const types = new Map([
  [1, { path: STR, flags: OPEN_FLAGS }],
  [2, { argv: STR_ARR, data: BYTES, count: ULONG }],
  [3, {}],
]);
const field = argsBy("made.count", types, { arg0: POINTER, arg1: INT });

/** The record of call `number`; that is where another block would count its arguments. */
function decode(number: number, ...list: WireArg[]) {
  return decodeCall(
    { args: field },
    { args: [argsBlock(list), { count: list.length }], made: [Buffer.alloc(0), { count: number }] },
  );
}

const path: WireArg = { index: 0, type: "STR", payload: "/tmp/a" };

test("arguments have the names and types that belong to the number", () => {
  expect(decode(1, path, { index: 1, type: "ULONG", payload: 0x80001n })).toMatchObject({
    event: { args: { path: "/tmp/a", flags: "O_WRONLY|O_CLOEXEC" } },
    json: { args: { path: "/tmp/a", flags: "O_WRONLY|O_CLOEXEC" } },
  });
  expect(
    decode(
      2,
      { index: 2, type: "ULONG", payload: 7n },
      { index: 0, type: "STR_ARR", payload: "a\0b\0" },
      { index: 1, type: "BYTES", payload: Buffer.of(1, 255), flags: 1 },
    ),
  ).toMatchObject({
    event: { args: { argv: ["a", "b"], data: "01ff", count: 7n, truncated: ["data"] } },
    json: { args: { argv: ["a", "b"], data: "01ff", count: "7", truncated: ["data"] } },
  });
});

test("a number without arguments has an empty object, and one that is not listed has the others", () => {
  expect(decode(3)).toMatchObject({ event: { args: {} }, json: { args: {} } });
  expect(decode(99, { index: 1, type: "ULONG", payload: 0xffff_ffff_ffff_ffffn })).toMatchObject({
    event: { args: { arg0: null, arg1: -1 } },
    json: { args: { arg0: null, arg1: -1 } },
  });
});

test("no block is an empty object, and an empty block is not", () => {
  const blocks = (offset: number) =>
    ({
      args: [Buffer.alloc(0), { count: 0, offset }],
      made: [Buffer.alloc(0), { count: 1 }],
    }) as never;
  expect(decodeCall({ args: field }, blocks(0))).toMatchObject({ event: { args: {} }, json: { args: {} } });
  expect(decodeCall({ args: field }, blocks(48)).event).toEqual({ args: { path: null, flags: null } });
});

test("a pointer in the place of what it points to is an address", () => {
  const { event, json } = decode(1, { index: 0, type: "POINTER", payload: 2n ** 47n, flags: 2 });
  expect(event).toEqual({ args: { path: { address: 2n ** 47n }, flags: null, unreadable: ["path"] } });
  expect(json).toMatchObject({
    args: { path: { address: String(2n ** 47n) }, flags: null, unreadable: ["path"] },
  });
});

test.each(["STR", "TIMESPEC", "POINTER"] as const)("nothing of a %s could be read", (type) => {
  const one = argsBy("made.count", new Map(), { a: { STR, TIMESPEC, POINTER }[type] });
  const block = argsBlock([{ index: 0, type, payload: "", flags: 2 }]);
  const { event, json } = decodeCall({ args: one }, { args: [block, { count: 1 }] });
  expect(event).toEqual({ args: { a: null, unreadable: ["a"] } });
  expect(json).toEqual(event);
});

test("an argument that is not sent has no value, whatever is in its place", () => {
  const two = argsBy("made.count", new Map(), { a: NONE, b: INT });
  const block = argsBlock([
    { index: 0, type: "LONG", payload: 7n, flags: 1 },
    { index: 1, type: "INT", payload: 8n },
  ]);
  const { event, json } = decodeCall({ args: two }, { args: [block, { count: 2 }] });
  expect(event).toEqual({ args: { b: 8 } });
  expect(json).toEqual(event);
});

test("a function can be put behind it", () => {
  const names = mapped(field, { type: "array" }, (args) => Object.keys(args));
  const blocks = { made: [Buffer.alloc(0), { count: 1 }] } as const;
  expect(decodeCall({ args: names }, blocks as never)).toMatchObject({
    event: { args: ["path", "flags"] },
    json: { args: ["path", "flags"] },
  });
});

describe("a record that does not add up is malformed", () => {
  test.each<[string, WireArg]>([
    ["content of another type", { index: 0, type: "BYTES", payload: "bytes" }],
    ["a register in the place of content", { index: 0, type: "ULONG", payload: 1n }],
    ["a pointer that is too short", { index: 0, type: "POINTER", payload: "1234" }],
    ["content in the place of a register", { index: 1, type: "STR", payload: "12345678" }],
  ])("%s", (_, arg) => {
    expect(decode(1, arg)).toEqual({ event: {}, json: undefined, malformed: 2 });
  });
});
