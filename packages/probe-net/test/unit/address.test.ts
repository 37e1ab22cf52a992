import { expect, test } from "vitest";
import { formatAddress } from "../../src/address.js";

/** The words of 16 bytes, as the decoder reads them. */
function words(hex: string) {
  const bytes = Buffer.from(hex.replaceAll(" ", ""), "hex");
  const [a = 0, b = 0, c = 0, d = 0] = [0, 4, 8, 12].map((at) => bytes.readUInt32LE(at));
  return { a, b, c, d };
}

test.each([
  ["00000000 00000000 0000ffff 7f000001", "127.0.0.1"],
  ["00000000 00000000 0000ffff 00000000", "0.0.0.0"],
  ["00000000 00000000 0000ffff ffffffff", "255.255.255.255"],
])("%s of an IPv4 socket is %s", (hex, text) => {
  expect(formatAddress(words(hex), true)).toBe(text);
});

test.each([
  ["00000000 00000000 00000000 00000000", "::"],
  ["00000000 00000000 00000000 00000001", "::1"],
  ["00000000 00000000 0000ffff c0000201", "::ffff:192.0.2.1"],
  ["20010db8 00000000 00000000 00000000", "2001:db8::"],
  ["20010db8 00000000 00010000 00000001", "2001:db8::1:0:0:1"],
  ["20010db8 00000001 00010001 00010001", "2001:db8:0:1:1:1:1:1"],
  ["20010db8 00010000 00000001 00000000", "2001:db8:1::1:0:0"],
  ["fe800000 00000000 0a0bfffe 0c0d0e0f", "fe80::a0b:fffe:c0d:e0f"],
  ["00000000 00000000 00000000 7f000001", "::7f00:1"],
  ["abcdef01 23456789 abcdef01 23456789", "abcd:ef01:2345:6789:abcd:ef01:2345:6789"],
])("%s of an IPv6 socket is %s, as RFC 5952 writes it", (hex, text) => {
  expect(formatAddress(words(hex), false)).toBe(text);
});
