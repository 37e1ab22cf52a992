import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RecordBuffer } from "../../../src/decode/record-buffer.js";
import { MalformedRecord } from "../../../src/decode/tail.js";
import { JsonOutput } from "../../../src/json/output.js";

const decimal = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

/** Of records that hold nothing, or these bytes. */
function outputOf(bytes: Uint8Array = Buffer.alloc(0)) {
  const records = new RecordBuffer(Math.ceil(bytes.length / 8) * 8 + 8);
  records.bytes.set(bytes);
  const output = new JsonOutput(records);
  const line = (value: unknown) => output.end(output.json(output.value(output.begin(), value), "\n"));
  return { output, line };
}

describe("a value", () => {
  const { output, line } = outputOf();
  const written = (value: unknown) => {
    output.clear();
    line(value);
    return output.chunk.toString().slice(0, -1);
  };

  test("is written as JSON.stringify does, with bigints as decimal strings", () => {
    const value = fc.anything({ withBigInt: true, withDate: true, withSparseArray: true });
    fc.assert(
      fc.property(value, (value) => {
        expect(written(value)).toBe(JSON.stringify(value, decimal) ?? "null");
      }),
      { numRuns: 5000 },
    );
  });

  test("that is a string may have any code units", () => {
    const units = fc.array(fc.oneof(fc.nat(0xffff), fc.nat(0x7f), fc.integer({ min: 0xd7ff, max: 0xe000 })));
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes);
        expect(written(text)).toBe(JSON.stringify(text));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([undefined, null, Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol("s")])(
    "that JSON does not have is null: %s",
    (value) => {
      expect(written(value)).toBe("null");
    },
  );
});

describe("lines", () => {
  test("are kept until they are cleared, whatever the memory has to grow to", () => {
    const { output, line } = outputOf();
    const values = Array.from({ length: 24 }, (_, power) => "x".repeat(2 ** power - 1));
    for (const value of values) line(value);
    expect(output.chunk.equals(Buffer.from(values.map((value) => `"${value}"\n`).join("")))).toBe(true);
    output.clear();
    expect(output.chunk.length).toBe(0);
  });

  test("have room for the longest text that comes of a record", () => {
    const bytes = Buffer.alloc(1024 * 1024, 0xff);
    const { output } = outputOf(bytes);
    output.end(output.text(output.begin(), 0, bytes.length));
    expect(output.chunk.toString("latin1")).toBe("\\udcff".repeat(bytes.length));
  });

  test("that were not ended leave nothing behind", () => {
    const { output, line } = outputOf(Buffer.alloc(8, 0xff));
    line(1);
    expect(() => output.data(output.value(output.begin(), "begun"), 0, 8, 0)).toThrow(MalformedRecord);
    line(2);
    expect(output.chunk.toString()).toBe("1\n2\n");
  });

  test("fill a chunk, and the next is written to the same memory", () => {
    const { output, line } = outputOf();
    const fill = () => {
      output.clear();
      let lines = 0;
      for (; !output.isFull; lines++) line(lines);
      return lines;
    };
    const lines = fill();
    const { buffer } = output.chunk;
    expect(output.chunk.toString().split("\n")).toHaveLength(lines + 1);
    expect(fill()).toBe(lines);
    expect(output.chunk.buffer).toBe(buffer);
  });

  test("leave the room that was reserved behind each part", () => {
    const { output } = outputOf();
    output.reserve(1000);
    for (const length of [0, 100_000, 524_000, 524_288, 1_000_000]) {
      const at = output.value(output.begin(), "x".repeat(length));
      expect(output.view.byteLength - at).toBeGreaterThanOrEqual(1000);
    }
  });
});
