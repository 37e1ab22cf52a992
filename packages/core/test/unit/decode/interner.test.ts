import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesToText } from "../../../src/decode/bytes-to-text.js";
import { Interner } from "../../../src/decode/interner.js";
import { RecordBuffer } from "../../../src/decode/record-buffer.js";

test("an interner reads what a plain decoder reads, however often", () => {
  const buffer = new RecordBuffer(256);
  const memory = buffer.bytes;
  const interner = new Interner(buffer);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, start) => {
      memory.set(bytes, start);
      const end = start + bytes.length;
      for (let time = 0; time < 2; time++)
        expect(interner.read(start, end)).toBe(bytesToText(memory, start, end));
    }),
    { numRuns: 3000 },
  );
});

test("bytes that share a slot with a text of the same length are told apart", () => {
  const buffer = new RecordBuffer(8);
  const memory = buffer.bytes;
  const interner = new Interner(buffer);
  for (let number = 0; number < 50_000; number++) {
    memory.write(number.toString(36).padStart(4, "0"));
    expect(interner.read(0, 4)).toBe(number.toString(36).padStart(4, "0"));
  }
});
