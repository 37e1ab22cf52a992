import { expect, onTestFinished, test } from "vitest";
import { openObject } from "../../src/index.js";
import { bpfObject } from "../helpers/bpf.js";

function openBtf() {
  const object = openObject(bpfObject("events"), { name: "events" });
  onTestFinished(() => object.close());
  return object.btf;
}

const u32 = { kind: "int", sizeBytes: 4, signed: false, encoding: "int" };

test("a struct with a nested struct, bit fields, a union and a pointer", () => {
  expect(openBtf().struct("event")).toEqual({
    kind: "struct",
    sizeBytes: 32,
    name: "event",
    members: [
      { name: "sequence", offsetBits: 0, bitFieldBits: 0, type: { ...u32, sizeBytes: 8 } },
      { name: "kind", offsetBits: 64, bitFieldBits: 0, type: u32 },
      {
        name: "inner",
        offsetBits: 96,
        bitFieldBits: 0,
        type: {
          kind: "struct",
          sizeBytes: 8,
          name: "inner",
          members: [
            { name: "low", offsetBits: 0, bitFieldBits: 4, type: { ...u32, sizeBytes: 2 } },
            { name: "high", offsetBits: 4, bitFieldBits: 12, type: { ...u32, sizeBytes: 2 } },
            {
              name: "text",
              offsetBits: 16,
              bitFieldBits: 0,
              type: {
                kind: "array",
                sizeBytes: 6,
                length: 6,
                element: { kind: "int", sizeBytes: 1, signed: true, encoding: "char" },
              },
            },
          ],
        },
      },
      {
        name: "",
        offsetBits: 160,
        bitFieldBits: 0,
        type: {
          kind: "union",
          sizeBytes: 4,
          name: "",
          members: [
            { name: "number", offsetBits: 0, bitFieldBits: 0, type: { ...u32, signed: true } },
            {
              name: "bytes",
              offsetBits: 0,
              bitFieldBits: 0,
              type: { kind: "array", sizeBytes: 4, length: 4, element: { ...u32, sizeBytes: 1 } },
            },
          ],
        },
      },
      {
        name: "pointer",
        offsetBits: 192,
        bitFieldBits: 0,
        type: { kind: "pointer", sizeBytes: 8, target: "void" },
      },
    ],
  });
});

test("a signed enum", () => {
  expect(openBtf().enum("event_kind")).toEqual({
    name: "event_kind",
    sizeBytes: 4,
    values: [
      { name: "EVENT_FIRST", value: 1n },
      { name: "EVENT_LAST", value: -2n },
    ],
  });
});

test.each([
  ["target_tgid", ".rodata", 4],
  ["wake_word", ".bss", 4],
  ["sequence", ".bss", 8],
  ["custom_word", ".data.custom", 4],
  ["initialised", ".data", 8],
])("the variable %s is in %s", (name, section, sizeBytes) => {
  expect(openBtf().variable(name)).toMatchObject({ name, section, type: { sizeBytes } });
});

test("a program's own function", () => {
  expect(openBtf().function("on_raw")).toEqual({
    name: "on_raw",
    parameters: [{ name: "ctx", type: "struct bpf_raw_tracepoint_args *" }],
    returnType: "int",
  });
});
