import { type BitField, bitsText, type Constants, constantName, hex, numberText } from "./bits.js";
import * as libc from "./constants/libc.js";
import * as options from "./constants/socket-options.js";
import { flagType, longSymbol, numberType, symbol } from "./symbolic.js";

/** The name of an address family; its number in hexadecimal when it has none. */
export const familyName = numberText(libc.addressFamilies);

const typeName = constantName(libc.socketTypes);

/** `SOCK_TYPE_MASK` of the kernel's include/linux/net.h; flags are above it. */
const type: BitField = { mask: 0xf, text: typeName };

/** The type and flags that socket() takes: `SOCK_STREAM|SOCK_CLOEXEC`. */
export const socketTypeName = bitsText({ flags: libc.socketFlags, fields: [type] });

/** A socket's address family, by name: `AF_INET`. */
export const SOCK_DOM = symbol("SOCK_DOM", familyName);

/** A socket's type with its flags, by name: `SOCK_STREAM|SOCK_CLOEXEC`. */
export const SOCK_TYPE = symbol("SOCK_TYPE", socketTypeName);

/** What accept4 takes. */
export const SOCK_FLAGS = flagType("SOCK_FLAGS", { flags: libc.socketFlags });
export const MSG_FLAGS = flagType("MSG_FLAGS", { flags: libc.messageFlags });
export const SHUTDOWN_HOW = numberType("SHUTDOWN_HOW", libc.shutdownDirections);

/** A number whose meaning depends on another argument, which is in the upper half. */
function dependent(
  tables: readonly (readonly [key: number, constants: Constants])[],
  unnamed: (value: number) => string,
): (low: number, high: number) => string {
  const names = new Map(tables.map(([key, constants]) => [key, constantName(constants)]));
  return (low, high) => {
    const known = names.get(high);
    return known ? (known(low) ?? hex(low)) : unnamed(low);
  };
}

const decimal = (value: number) => String(value | 0);
const { AF_INET, AF_INET6, AF_NETLINK } = libc.addressFamilies;

/** The protocol that socket() takes, by the family: `IPPROTO_TCP`, `NETLINK_ROUTE`; a number for other families. */
export const SOCK_PROTO = longSymbol(
  "SOCK_PROTO",
  dependent(
    [
      [AF_INET, options.protocols],
      [AF_INET6, options.protocols],
      [AF_NETLINK, options.netlinkProtocols],
    ],
    decimal,
  ),
);

export const SOCK_LEVEL = numberType("SOCK_LEVEL", libc.optionLevels);

const { SOL_SOCKET, SOL_IP, SOL_IPV6, SOL_TCP, SOL_UDP } = libc.optionLevels;

/** An option's name, by its level: `SO_REUSEADDR`, `TCP_NODELAY`; a number for other levels. */
export const SOCK_OPT = longSymbol(
  "SOCK_OPT",
  dependent(
    [
      [SOL_SOCKET, options.socketOptions],
      [SOL_IP, options.ipOptions],
      [SOL_IPV6, options.ipv6Options],
      [SOL_TCP, options.tcpOptions],
      [SOL_UDP, options.udpOptions],
    ],
    decimal,
  ),
);
