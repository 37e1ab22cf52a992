import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesToText } from "../../../src/decode/bytes-to-text.js";
import { mostEscaped, textSlack, writeText } from "../../../src/json/text.js";

const untouched = 0xee;
const quoted = (bytes: Buffer) => JSON.stringify(bytesToText(bytes, 0, bytes.length));

/** What is written of `bytes`, which lie among others. */
function written(bytes: Uint8Array, start: number, behind: number): string {
  const from = Buffer.alloc(start + bytes.length + 3, behind);
  from.set(bytes, start);
  const to = Buffer.alloc(mostEscaped * bytes.length + textSlack + 8, untouched);
  const view = ({ buffer, byteOffset, length }: Buffer) => new DataView(buffer, byteOffset, length);
  const end = writeText(view(from), start, start + bytes.length, view(to), 0);
  expect(to.subarray(end + textSlack).every((byte) => byte === untouched)).toBe(true);
  return `"${to.toString("utf8", 0, end)}"`;
}

const ascii = fc.uint8Array({ maxLength: 40, max: 0x7f });
const anyBytes = fc.uint8Array({ maxLength: 40 });
const unicode = fc.string({ unit: "binary", maxLength: 20 }).map((text) => Buffer.from(text));
const plain = fc.string({ unit: "grapheme-ascii", maxLength: 60 }).map((text) => Buffer.from(text));
/** A place for something to be wrong in, with whole words around it. */
const mixed = fc
  .array(fc.oneof(plain, unicode, anyBytes, ascii), { maxLength: 5 })
  .map((parts) => Buffer.concat(parts));

test("bytes of a record are written as JSON.stringify writes the text that they stand for", () => {
  fc.assert(
    fc.property(mixed, fc.nat(9), (bytes, start) => {
      expect(written(bytes, start, 0x41)).toBe(quoted(bytes));
    }),
    { numRuns: 5000 },
  );
});

test("every byte is, at every place in a word", () => {
  for (let byte = 0; byte < 256; byte++) {
    for (let place = 0; place < 8; place++) {
      const bytes = Buffer.alloc(8, "x");
      bytes[place] = byte;
      for (const length of [8, place + 1])
        expect(written(bytes.subarray(0, length), 1, 0x41)).toBe(quoted(bytes.subarray(0, length)));
    }
  }
});

test("what is behind the text makes no difference", () => {
  fc.assert(
    fc.property(mixed, fc.constantFrom(0, 0x22, 0x80, 0xbf, 0xff), (bytes, behind) => {
      expect(written(bytes, 0, behind)).toBe(quoted(bytes));
    }),
    { numRuns: 5000 },
  );
});
