import type { ArgType } from "./arg-type.js";
import { flagNames } from "./flag-names.js";
import { readInt } from "./scalars.js";

/** In the order of their numbers in the kernel's include/linux/socket.h. */
const families =
  "UNSPEC UNIX INET AX25 IPX APPLETALK NETROM BRIDGE ATMPVC X25 INET6 ROSE DECnet NETBEUI SECURITY KEY NETLINK PACKET ASH ECONET ATMSVC RDS SNA IRDA PPPOX WANPIPE LLC IB MPLS CAN TIPC BLUETOOTH IUCV RXRPC ISDN PHONET IEEE802154 CAIF ALG NFC VSOCK KCM QIPCRTR SMC XDP MCTP"
    .split(" ")
    .map((name) => `AF_${name}`);

/** The name of an address family; its number in decimal when it has none. */
export function familyName(family: number): string {
  return families[family] ?? String(family);
}

const types: ReadonlyMap<number, string> = new Map([
  [1, "SOCK_STREAM"],
  [2, "SOCK_DGRAM"],
  [3, "SOCK_RAW"],
  [4, "SOCK_RDM"],
  [5, "SOCK_SEQPACKET"],
  [6, "SOCK_DCCP"],
  [10, "SOCK_PACKET"],
]);

/** `SOCK_TYPE_MASK` of the kernel's include/linux/net.h; flags are above it. */
const typeMask = 0xf;
const typeFlags = [
  [0o4000, "SOCK_NONBLOCK"],
  [0o2000000, "SOCK_CLOEXEC"],
] as const;

/** The type and flags that socket() takes: `SOCK_STREAM|SOCK_CLOEXEC`. */
export function socketTypeName(value: number): string {
  const type = value & typeMask;
  return [types.get(type) ?? String(type), ...flagNames(value & ~typeMask, typeFlags)].join("|");
}

/** A socket's address family, by name: `AF_INET`. */
export const SOCK_DOM: ArgType<string> = {
  name: "SOCK_DOM",
  schema: { type: "string" },
  json: "any",
  read: (memory, start, end) => familyName(readInt(memory, start, end)),
};

/** A socket's type with its flags, by name: `SOCK_STREAM|SOCK_CLOEXEC`. */
export const SOCK_TYPE: ArgType<string> = {
  name: "SOCK_TYPE",
  schema: { type: "string" },
  json: "any",
  read: (memory, start, end) => socketTypeName(readInt(memory, start, end)),
};
