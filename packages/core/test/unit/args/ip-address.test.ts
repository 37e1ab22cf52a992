import { isIPv6, SocketAddress } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ipv4Text, ipv6Text } from "../../../src/args/ip-address.js";

const groups = (...values: number[]) => Uint8Array.from(values.flatMap((value) => [value >> 8, value & 255]));

test.each<[string, Uint8Array]>([
  ["::", groups(0, 0, 0, 0, 0, 0, 0, 0)],
  ["::1", groups(0, 0, 0, 0, 0, 0, 0, 1)],
  ["2001:db8::1", groups(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)],
  ["2001:db8:0:1:1:1:1:1", groups(0x2001, 0xdb8, 0, 1, 1, 1, 1, 1)], // one zero group is no run
  ["2001:db8::1:0:0:1", groups(0x2001, 0xdb8, 0, 0, 1, 0, 0, 1)], // the first of two equal runs
  ["2001:0:0:1::1", groups(0x2001, 0, 0, 1, 0, 0, 0, 1)], // the longer run
  ["fe80::", groups(0xfe80, 0, 0, 0, 0, 0, 0, 0)],
  ["::ffff:192.0.2.1", groups(0, 0, 0, 0, 0, 0xffff, 0xc000, 0x0201)],
  ["::ffff:0.0.0.0", groups(0, 0, 0, 0, 0, 0xffff, 0, 0)],
  ["::c000:201", groups(0, 0, 0, 0, 0, 0, 0xc000, 0x0201)],
  [
    "abcd:ef01:2345:6789:abcd:ef01:2345:6789",
    groups(0xabcd, 0xef01, 0x2345, 0x6789, 0xabcd, 0xef01, 0x2345, 0x6789),
  ],
])("writes %s as RFC 5952 does", (text, bytes) => {
  expect(ipv6Text(bytes, 0)).toBe(text);
});

test("an IPv4 address is dotted decimal", () => {
  expect(ipv4Text(Uint8Array.of(9, 255, 0, 127, 1), 1)).toBe("255.0.127.1");
});

test("every IPv6 text stands for the bytes it was made of", () => {
  const group = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 0xffff }));
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (values) => {
      const text = ipv6Text(groups(...values), 0);
      const written = values.map((value) => value.toString(16)).join(":");
      const canonical = (address: string) => new SocketAddress({ family: "ipv6", address }).address;
      return isIPv6(text) && canonical(text) === canonical(written);
    }),
  );
});
