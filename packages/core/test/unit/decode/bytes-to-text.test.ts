import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToText, textToBytes } from "../../../src/decode/bytes-to-text.js";

const decode = (bytes: Buffer) => bytesToText(bytes, 0, bytes.length);

describe("bytes to text", () => {
  test.each([
    ["ASCII is itself", Buffer.from("plain"), "plain"],
    ["UTF-8 is decoded", Buffer.from("žluť 🐝"), "žluť 🐝"],
    ["a replacement character that was there stays", Buffer.from("a\ufffdb"), "a\ufffdb"],
    ["a byte that is not UTF-8 becomes a lone surrogate", Buffer.from([0x61, 0xff, 0x62]), "a\udcffb"],
    ["a sequence cut at the end", Buffer.from([0xe2, 0x82]), "\udce2\udc82"],
    ["an overlong encoding", Buffer.from([0xc0, 0xaf]), "\udcc0\udcaf"],
    ["a surrogate encoded as UTF-8", Buffer.from([0xed, 0xb2, 0x80]), "\udced\udcb2\udc80"],
    ["a code point beyond Unicode", Buffer.from([0xf4, 0x90, 0x80, 0x80]), "\udcf4\udc90\udc80\udc80"],
  ])("%s", (_, bytes, text) => {
    expect(decode(bytes)).toBe(text);
    expect(textToBytes(text)).toEqual(bytes);
  });

  test("any bytes come back as they were", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(textToBytes(decode(Buffer.from(bytes)))).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 5000 },
    );
  });

  test("bytes from around valid sequences come back as they were", () => {
    const pieces = fc.constantFrom(
      [0xc3, 0xa9],
      [0xe2, 0x82, 0xac],
      [0xf0, 0x9f, 0x90, 0x9d],
      [0x80],
      [0xff],
      [0x41],
      [0xed, 0xa0],
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const bytes = Buffer.from(parts.flat());
        expect(textToBytes(decode(bytes))).toEqual(bytes);
      }),
      { numRuns: 5000 },
    );
  });
});
