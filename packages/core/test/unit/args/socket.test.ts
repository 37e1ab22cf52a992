import { expect, test } from "vitest";
import { familyName, socketTypeName } from "../../../src/args/socket.js";

test.each<[number, string]>([
  [0, "AF_UNSPEC"],
  [2, "AF_INET"],
  [10, "AF_INET6"],
  [16, "AF_NETLINK"],
  [17, "AF_PACKET"],
  [38, "AF_ALG"],
  [40, "AF_VSOCK"],
  [45, "AF_MCTP"],
  [46, "0x2e"],
  [-1, "0xffffffff"],
])("family %i is %s", (family, name) => expect(familyName(family)).toBe(name));

test.each<[number, string]>([
  [1, "SOCK_STREAM"],
  [1 | 0x800 | 0x80000, "SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK"],
  [3 | 0x80000, "SOCK_RAW|SOCK_CLOEXEC"],
  [10, "SOCK_PACKET"],
  [0, "0"],
  [2 | 0x40, "SOCK_DGRAM|0x40"],
  [-1, "SOCK_CLOEXEC|SOCK_NONBLOCK|0xfff7f7ff"],
])("type %i is %s", (value, name) => expect(socketTypeName(value)).toBe(name));
