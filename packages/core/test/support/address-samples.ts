import fc from "fast-check";
import { ipv6Text } from "../../src/args/ip-address.js";
import { familyName } from "../../src/args/socket.js";
import { SOCKADDR } from "../../src/args/socket-address.js";
import { textToBytes } from "../../src/decode/bytes-to-text.js";
import { hexWord, type Words } from "./encoder.js";
import type { Sample } from "./samples.js";

const u16 = fc.nat(0xffff);
const u32 = fc.nat(0xffff_ffff);
const fixedBytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const length = (min: number, max: number) => fc.integer({ min, max });

const address = (words: Words, value: unknown): Sample => ({
  type: SOCKADDR,
  words,
  value,
});

const inet = fc.tuple(length(16, 128), u16, fixedBytes(4)).map(([bytes, port, ip]) =>
  address(["in", bytes, port, hexWord(ip)], {
    family: "AF_INET",
    address: [...ip].join("."),
    port,
  }),
);

/** The scope id came later: an address may end before it, or within it. */
const inet6 = fc
  .tuple(length(24, 128), u16, u32, fixedBytes(16), u32)
  .map(([bytes, port, flow, ip, scopeId]) =>
    address(["in6", bytes, port, flow, hexWord(ip), scopeId], {
      family: "AF_INET6",
      address: ipv6Text(ip, 0),
      port,
      scopeId: bytes < 28 ? 0 : scopeId,
    }),
  );

/** Up to a NUL, which need not be there; or an abstract name, of as many bytes as there are. */
const unix = fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 107 })).map(([isAbstract, name]): Sample => {
  const path = Buffer.from(isAbstract ? [0, ...name] : name.map((byte) => byte || 1));
  const told = Buffer.concat([
    Buffer.from(isAbstract ? "@" : ""),
    name.map((byte) => byte || (isAbstract ? 0 : 1)),
  ]);
  return {
    ...address(["un", 2 + path.length, hexWord(path)], { family: "AF_UNIX", path: told.toString("hex") }),
    back: (decoded) => {
      const { family, path } = decoded as { family: string; path: string };
      return { family, path: textToBytes(path).toString("hex") };
    },
  };
});

const unixUpToNul = fc
  .tuple(length(3, 60), length(61, 110))
  .map(([end, bytes]) =>
    address(["un", bytes, hexWord(Buffer.alloc(end, "p"))], { family: "AF_UNIX", path: "p".repeat(end) }),
  );

const netlink = fc
  .tuple(length(12, 128), u32, u32)
  .map(([bytes, portId, groups]) =>
    address(["nl", bytes, portId, groups], { family: "AF_NETLINK", portId, groups }),
  );

const packet = fc
  .tuple(length(12, 44), u16, fc.integer(), u16, fc.nat(255), fc.nat(255), fixedBytes(32))
  .map(([bytes, protocol, interfaceIndex, hatype, pkttype, halen, hardware]) =>
    address(["ll", bytes, protocol, interfaceIndex, hatype, pkttype, halen, hexWord(hardware)], {
      family: "AF_PACKET",
      protocol,
      interfaceIndex,
      hardwareAddress: [...hardware.subarray(0, Math.min(halen, bytes - 12))]
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join(":"),
    }),
  );

const others = fc
  .tuple(
    u16.filter((family) => ![1, 2, 10, 16, 17].includes(family)),
    fc.uint8Array({ maxLength: 126 }),
  )
  .map(([family, data]) => rest(family, data));

/** Of a known family, one byte or more too few. */
const tooShort = fc
  .constantFrom([2, 15], [10, 23], [16, 11], [17, 11])
  .chain(([family, most]) =>
    fc.uint8Array({ maxLength: (most as number) - 2 }).map((data) => rest(family as number, data)),
  );

function rest(family: number, data: Uint8Array): Sample {
  return address(["family", 2 + data.length, family, hexWord(data)], {
    family: familyName(family),
    data: Buffer.from(data).toString("hex"),
  });
}

/** Too short for a family. */
const none = length(0, 1).map((bytes) => ({
  ...address(["family", bytes, 2, "-"], null),
  isEmpty: bytes === 0,
}));

/** Addresses of all families, of all lengths that the kernel lets through and of some that it does not. */
export const addresses: fc.Arbitrary<Sample> = fc.oneof(
  ...[inet, inet6, unix, unixUpToNul, netlink, packet, others, tooShort, none],
);
