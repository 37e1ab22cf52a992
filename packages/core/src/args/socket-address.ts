import type { ArgMemory, ArgType } from "./arg-type.js";
import { ipv4Text, ipv6Text } from "./ip-address.js";
import { familyName } from "./socket.js";

/** A socket address, by its family. Tell them apart by what they have: `"port" in address`. */
export type SocketAddress =
  | { readonly family: "AF_INET"; readonly address: string; readonly port: number }
  | {
      readonly family: "AF_INET6";
      /** By RFC 5952; IPv4-mapped ones as they came, `::ffff:192.0.2.1`. */
      readonly address: string;
      readonly port: number;
      /** The interface of a link-local address; 0 for none. */
      readonly scopeId: number;
    }
  | {
      readonly family: "AF_UNIX";
      /** An abstract name begins with `@`; empty for a socket without a name. */
      readonly path: string;
    }
  | { readonly family: "AF_NETLINK"; readonly portId: number; readonly groups: number }
  | {
      readonly family: "AF_PACKET";
      /** The Ethernet protocol, in the host's order: 0x0800 for IPv4. */
      readonly protocol: number;
      readonly interfaceIndex: number;
      /** `02:00:5e:10:00:01`; empty for none. */
      readonly hardwareAddress: string;
    }
  | {
      readonly family: string;
      /** What follows the family, two hexadecimal digits a byte: of other families, or too short for its own. */
      readonly data: string;
    };

/** Of the kernel's structs: their names in include/uapi/linux/{in,in6,un,netlink,if_packet}.h. */
const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const AF_NETLINK = 16;
const AF_PACKET = 17;

/** The least lengths that the kernel takes; for IPv6 without the scope id, as RFC 2133 had it. */
const leastBytes: ReadonlyMap<number, number> = new Map([
  [AF_UNIX, 2],
  [AF_INET, 16],
  [AF_INET6, 24],
  [AF_NETLINK, 12],
  [AF_PACKET, 12],
]);

/** The family's number; `undefined` for what is too short to be an address of its family. */
function wholeFamily({ buffer }: ArgMemory, start: number, end: number): number | undefined {
  const family = buffer.u16[start >>> 1] as number;
  return end - start >= (leastBytes.get(family) ?? Number.POSITIVE_INFINITY) ? family : undefined;
}

function readSocketAddress(memory: ArgMemory, start: number, end: number): SocketAddress | null {
  if (end - start < 2) return null;
  const { buffer } = memory;
  const at = (offset: number) => buffer.u32[(start + offset) >>> 2] as number;
  switch (wholeFamily(memory, start, end)) {
    case AF_INET:
      return { family: "AF_INET", address: ipv4Text(buffer.u8, start + 4), port: portAt(memory, start) };
    case AF_INET6: {
      const scopeId = end - start >= 28 ? at(24) : 0;
      const address = ipv6Text(buffer.u8, start + 8);
      return { family: "AF_INET6", address, port: portAt(memory, start), scopeId };
    }
    case AF_UNIX:
      return { family: "AF_UNIX", path: unixPath(memory, start, end) };
    case AF_NETLINK:
      return { family: "AF_NETLINK", portId: at(4), groups: at(8) };
    case AF_PACKET: {
      const bytes = Math.min(buffer.u8[start + 11] as number, end - start - 12);
      const address = buffer.bytes.toString("hex", start + 12, start + 12 + bytes);
      return {
        family: "AF_PACKET",
        protocol: portAt(memory, start),
        interfaceIndex: at(4) | 0,
        hardwareAddress: address.match(/../g)?.join(":") ?? "",
      };
    }
    default:
      return {
        family: familyName(buffer.u16[start >>> 1] as number),
        data: buffer.bytes.toString("hex", start + 2, end),
      };
  }
}

/** The big-endian number behind the family. */
function portAt({ buffer }: ArgMemory, start: number): number {
  return ((buffer.u8[start + 2] as number) << 8) | (buffer.u8[start + 3] as number);
}

function unixPath({ buffer, tail }: ArgMemory, start: number, end: number): string {
  const name = start + 2;
  if (name === end) return "";
  /* An abstract name has as many bytes as the length says, NULs among them. */
  if (buffer.u8[name] === 0) return `@${tail.slice(name + 1, end)}`;
  return tail.text(name, end - name);
}

function readFamily({ buffer }: ArgMemory, start: number, end: number): string | null {
  return end - start < 2 ? null : familyName(buffer.u16[start >>> 1] as number);
}

function readAddress(memory: ArgMemory, start: number, end: number): string | null {
  if (end - start < 2) return null;
  switch (wholeFamily(memory, start, end)) {
    case AF_INET:
      return ipv4Text(memory.buffer.u8, start + 4);
    case AF_INET6:
      return ipv6Text(memory.buffer.u8, start + 8);
    case AF_UNIX:
      return unixPath(memory, start, end);
    default:
      return null;
  }
}

function readPort(memory: ArgMemory, start: number, end: number): number | null {
  if (end - start < 2) return null;
  const family = wholeFamily(memory, start, end);
  return family === AF_INET || family === AF_INET6 ? portAt(memory, start) : null;
}

const uint = { type: "integer", minimum: 0 };

/** A socket address; null also for one that is too short to have a family. */
export const SOCKADDR: ArgType<SocketAddress | null> = {
  name: "SOCKADDR",
  schema: {
    type: "object",
    properties: {
      family: { type: "string", description: "`AF_INET`, `AF_UNIX`, …" },
      address: { type: "string", description: "of AF_INET and AF_INET6" },
      port: { ...uint, description: "of AF_INET and AF_INET6" },
      scopeId: { ...uint, description: "of AF_INET6: interface of a link-local address" },
      path: { type: "string", description: "of AF_UNIX; abstract names begin with @" },
      portId: { ...uint, description: "of AF_NETLINK" },
      groups: { ...uint, description: "of AF_NETLINK" },
      protocol: { ...uint, description: "of AF_PACKET" },
      interfaceIndex: { type: "integer", description: "of AF_PACKET" },
      hardwareAddress: { type: "string", description: "of AF_PACKET" },
      data: {
        type: "string",
        description: "of other families, and of addresses too short for their own: the bytes in hexadecimal",
      },
    },
    required: ["family"],
  },
  read: readSocketAddress,
};

/** The parts of a SOCKADDR that an event can have as fields of its own. */
export const addressFamily: ArgType<string | null> = {
  ...SOCKADDR,
  schema: { type: "string" },
  read: readFamily,
};
export const addressText: ArgType<string | null> = {
  ...SOCKADDR,
  schema: { type: "string" },
  read: readAddress,
};
export const addressPort: ArgType<number | null> = {
  ...SOCKADDR,
  schema: { ...uint, maximum: 65535 },
  read: readPort,
};
