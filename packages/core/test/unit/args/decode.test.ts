import { describe, expect, test } from "vitest";
import type { ArgType } from "../../../src/args/arg-type.js";
import { BYTES, NONE, STR, STR_ARR } from "../../../src/args/bytes.js";
import { INT, LONG, POINTER, UINT, ULONG } from "../../../src/args/scalars.js";
import { SOCK_DOM, SOCK_TYPE } from "../../../src/args/socket.js";
import { SOCKADDR } from "../../../src/args/socket-address.js";
import { arg, argAddress, argFamily, argPort, args } from "../../../src/contract/args.js";
import { group, mapped } from "../../../src/contract/fields.js";
import { argsBlock, type WireArg } from "../../support/args.js";
import { type Claim, decodeCall } from "../../support/decoding.js";

const blockOf = (list: readonly WireArg[]): [Buffer, Claim] => [argsBlock(list), { count: list.length }];

/** The value of one argument as an object has it, and as JSON. */
function decodeOne(type: ArgType, payload: WireArg["payload"]) {
  const { event, json, malformed } = decodeCall(
    { args: args({ it: type }) },
    { args: blockOf([{ index: 0, type: type.name, payload }]) },
  );
  const it = (fields: unknown) => (fields as { args?: { it: unknown } } | undefined)?.args?.it;
  return { value: it(event), json: it(json), malformed };
}

test("the bytes on the wire are as probekit/args.h says", () => {
  const block = argsBlock([
    { index: 0, type: "INT", payload: -2n },
    { index: 3, type: "STR", flags: 1, payload: "/tmp/file" },
  ]);
  expect(block.toString("hex")).toBe(
    "0001000008000000" + "feffffffffffffff" + "030a010009000000" + "2f746d702f66696c65" + "00000000000000",
  );
  const { event } = decodeCall(
    { args: args({ fd: INT, a: NONE, b: NONE, path: STR }) },
    { args: [block, { count: 2 }] },
  );
  expect(event).toEqual({ args: { fd: -2, path: "/tmp/file", truncated: ["path"] } });
});

describe("an argument's value", () => {
  const max = 0xffff_ffff_ffff_ffffn;
  test.each<[string, ArgType, WireArg["payload"], unknown, unknown]>([
    ["INT", INT, -1n, -1, -1],
    ["INT of a register with more in it", INT, 0x1234_5678_0000_0007n, 7, 7],
    ["UINT", UINT, max, 0xffff_ffff, 0xffff_ffff],
    ["LONG", LONG, max, -1n, "-1"],
    ["ULONG", ULONG, max, max, String(max)],
    ["POINTER", POINTER, 2n ** 63n, 2n ** 63n, String(2n ** 63n)],
    ["STR", STR, "/tmp/ä", "/tmp/ä", "/tmp/ä"],
    ["an empty STR", STR, "", "", ""],
    ["STR that is not UTF-8", STR, Buffer.of(0x61, 0xff), "a\udcff", "a\udcff"],
    ["STR_ARR", STR_ARR, "a\0\0b c\0", ["a", "", "b c"], ["a", "", "b c"]],
    ["an empty STR_ARR", STR_ARR, "", [], []],
    ["BYTES", BYTES, Buffer.of(0, 255, 10), "00ff0a", "00ff0a"],
    ["SOCK_DOM", SOCK_DOM, 10n, "AF_INET6", "AF_INET6"],
    ["SOCK_TYPE", SOCK_TYPE, 0x80002n, "SOCK_DGRAM|SOCK_CLOEXEC", "SOCK_DGRAM|SOCK_CLOEXEC"],
  ])("%s", (_, type, payload, value, json) => {
    expect(decodeOne(type, payload)).toEqual({ value, json, malformed: 0 });
  });
});

const in6 = "0a00" + "01bb" + "00000000" + "20010db8000000000000000000000001";
const un = (path: string | Buffer) => Buffer.concat([Buffer.of(1, 0), Buffer.from(path)]).toString("hex");

/** By the address's bytes: what a SOCKADDR is, and what its parts are. */
const addresses: readonly [string, string, unknown, readonly [unknown, unknown, unknown]][] = [
  [
    "IPv4",
    "02000050c0000201" + "0000000000000000",
    { family: "AF_INET", address: "192.0.2.1", port: 80 },
    ["AF_INET", "192.0.2.1", 80],
  ],
  [
    "IPv6",
    `${in6}00000000`,
    { family: "AF_INET6", address: "2001:db8::1", port: 443, scopeId: 0 },
    ["AF_INET6", "2001:db8::1", 443],
  ],
  [
    "IPv6 of a link",
    `${in6}02000000`,
    { family: "AF_INET6", address: "2001:db8::1", port: 443, scopeId: 2 },
    ["AF_INET6", "2001:db8::1", 443],
  ],
  [
    "IPv6 without a scope id",
    in6,
    { family: "AF_INET6", address: "2001:db8::1", port: 443, scopeId: 0 },
    ["AF_INET6", "2001:db8::1", 443],
  ],
  [
    "IPv4-mapped IPv6",
    "0a000050000000000000000000000000" + "0000ffff0102030400000000",
    { family: "AF_INET6", address: "::ffff:1.2.3.4", port: 80, scopeId: 0 },
    ["AF_INET6", "::ffff:1.2.3.4", 80],
  ],
  [
    "a unix path",
    un("/run/a.sock\0rest"),
    { family: "AF_UNIX", path: "/run/a.sock" },
    ["AF_UNIX", "/run/a.sock", null],
  ],
  [
    "a unix path without a NUL",
    un("/run/a"),
    { family: "AF_UNIX", path: "/run/a" },
    ["AF_UNIX", "/run/a", null],
  ],
  ["an abstract name", un("\0a\0b"), { family: "AF_UNIX", path: "@a\0b" }, ["AF_UNIX", "@a\0b", null]],
  [
    "an abstract name that is not UTF-8",
    un(Buffer.of(0, 0xff)),
    { family: "AF_UNIX", path: "@\udcff" },
    ["AF_UNIX", "@\udcff", null],
  ],
  ["no name", un(""), { family: "AF_UNIX", path: "" }, ["AF_UNIX", "", null]],
  [
    "netlink",
    "100000002a00000001000080",
    { family: "AF_NETLINK", portId: 42, groups: 0x80000001 },
    ["AF_NETLINK", null, null],
  ],
  [
    "packet",
    "1100080003000000010000060200" + "5e100001" + "0000",
    { family: "AF_PACKET", protocol: 0x800, interfaceIndex: 3, hardwareAddress: "02:00:5e:10:00:01" },
    ["AF_PACKET", null, null],
  ],
  [
    "packet whose address would be longer than it is",
    "11000003ffffffff010000ff0102",
    { family: "AF_PACKET", protocol: 3, interfaceIndex: -1, hardwareAddress: "01:02" },
    ["AF_PACKET", null, null],
  ],
  ["another family", "28000000ffff", { family: "AF_VSOCK", data: "0000ffff" }, ["AF_VSOCK", null, null]],
  ["a family without a name", "e70301", { family: "0x3e7", data: "01" }, ["0x3e7", null, null]],
  ["IPv4 that is cut short", "02000050c0", { family: "AF_INET", data: "0050c0" }, ["AF_INET", null, null]],
  ["no family", "02", null, [null, null, null]],
  ["nothing", "", null, [null, null, null]],
];

describe("a socket address", () => {
  test.each(addresses)("%s", (_, hex, value, [family, address, port]) => {
    const fields = {
      remote: arg(1, SOCKADDR),
      family: argFamily(1),
      address: argAddress(1),
      port: argPort(1),
    };
    const payload = Buffer.from(hex, "hex");
    const { event, json } = decodeCall(fields, { args: blockOf([{ index: 1, type: "SOCKADDR", payload }]) });
    expect(event).toEqual({ remote: value, family, address, port });
    expect(json).toEqual(event);
  });
});

describe("fields of typed arguments", () => {
  const fields = {
    protocol: arg(0, STR),
    remotePort: argPort(1),
    count: arg(2, ULONG),
    all: args({ protocol: STR, remote: SOCKADDR, count: ULONG }, { from: "args" }),
    made: args({ name: STR }),
    inner: group({ upper: mapped(arg(0, STR), { type: "string" }, (text) => text?.toUpperCase() ?? "none") }),
  };
  const inet = {
    index: 1,
    type: "SOCKADDR",
    payload: Buffer.from("02000050c00002010000000000000000", "hex"),
  } as const;

  test("take what they name from the blocks of their members", () => {
    const { event, json } = decodeCall(fields, {
      args: blockOf([
        { index: 0, type: "STR", payload: "tcp" },
        inet,
        { index: 2, type: "ULONG", payload: 9n },
      ]),
      made: blockOf([{ index: 0, type: "STR", payload: "other" }]),
    });
    const remote = { family: "AF_INET", address: "192.0.2.1", port: 80 };
    expect(event).toEqual({
      ...{ protocol: "tcp", remotePort: 80, count: 9n },
      all: { protocol: "tcp", remote, count: 9n },
      made: { name: "other" },
      inner: { upper: "TCP" },
    });
    expect(json).toEqual({ ...event, count: "9", all: { protocol: "tcp", remote, count: "9" } });
  });

  test("are null for arguments that are missing, and those behind keep their places", () => {
    const { event, json } = decodeCall(fields, { args: blockOf([inet]) });
    const remote = { family: "AF_INET", address: "192.0.2.1", port: 80 };
    expect(event).toEqual({
      ...{ protocol: null, remotePort: 80, count: null },
      all: { protocol: null, remote, count: null },
      made: { name: null },
      inner: { upper: "none" },
    });
    expect(json).toEqual(event);
  });

  test("tell what was cut short and what could not be read", () => {
    const { event, json } = decodeCall(
      { args: args({ argv: STR_ARR, path: STR, name: STR }) },
      {
        args: blockOf([
          { index: 0, type: "STR_ARR", flags: 3, payload: "a\0b\0" },
          { index: 1, type: "STR", flags: 2, payload: "" },
          { index: 2, type: "STR", payload: "" },
        ]),
      },
    );
    expect(event).toEqual({
      args: { argv: ["a", "b"], path: null, name: "", truncated: ["argv"], unreadable: ["argv", "path"] },
    });
    expect(json).toEqual(event);
  });

  test("pass over arguments that they do not name, of types that they do not know", () => {
    const { event, malformed } = decodeCall(
      { args: args({ fd: INT }) },
      {
        args: blockOf([
          { index: 5, type: 200, flags: 0x80, payload: "something new" },
          { index: 0, type: "INT", payload: 3n },
          { index: 77, type: "STR", payload: "beyond a mask" },
        ]),
      },
    );
    expect([event, malformed]).toEqual([{ args: { fd: 3 } }, 0]);
  });
});

describe("a record is malformed when", () => {
  const fields = { args: args({ fd: INT, path: STR }) };
  const whole: WireArg[] = [
    { index: 0, type: "INT", payload: 3n },
    { index: 1, type: "STR", payload: "/tmp" },
  ];
  const changed = (change: (block: Buffer) => void): Buffer => {
    const block = argsBlock(whole);
    change(block);
    return block;
  };

  test.each<[string, Buffer, Claim]>([
    ["its block reaches beyond it", argsBlock(whole), { count: 2, length: 40 }],
    ["its block begins beyond it", argsBlock(whole), { count: 2, offset: 0xffff_fff8 }],
    ["its block is not aligned", argsBlock(whole), { count: 2, offset: 49, length: 16 }],
    ["there are fewer arguments than it says", argsBlock(whole), { count: 3 }],
    ["there are more arguments than it says", argsBlock(whole), { count: 1 }],
    ["an argument reaches beyond the block", changed((block) => block.writeUInt32LE(25, 4)), { count: 2 }],
    ["a length is 2^31", changed((block) => block.writeUInt32LE(0x8000_0000, 4)), { count: 2 }],
    ["a length is 2^32 - 1", changed((block) => block.writeUInt32LE(0xffff_ffff, 20)), { count: 2 }],
    ["the last argument's padding is missing", argsBlock(whole), { count: 2, length: 28 }],
    ["an argument's header is cut", argsBlock(whole), { count: 2, length: 20 }],
    ["an argument comes twice", argsBlock([...whole.slice(0, 1), ...whole.slice(0, 1)]), { count: 2 }],
    ["an argument is of another type", argsBlock([{ index: 0, type: "LONG", payload: 3n }]), { count: 1 }],
    ["a scalar is not of 8 bytes", argsBlock([{ index: 0, type: "INT", payload: "four" }]), { count: 1 }],
  ])("%s", (_, block, claim) => {
    const { event, json, malformed } = decodeCall(fields, { args: [block, claim] });
    expect({ event, json, malformed }).toEqual({ event: {}, json: undefined, malformed: 2 });
  });
});
