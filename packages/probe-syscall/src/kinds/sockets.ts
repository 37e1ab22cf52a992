import { BYTES, SOCKADDR, type SocketAddress } from "@probekit/core";
import type { Kind } from "./kind.js";
import { quoteText } from "./quote.js";

const address: Kind<SocketAddress | null> = {
  type: SOCKADDR,
  text: (value) => (value === null ? "NULL" : addressText(value)),
};

function addressText(address: SocketAddress): string {
  const members = (...list: string[]) => `{${[`sa_family=${address.family}`, ...list].join(", ")}}`;
  if ("scopeId" in address)
    return members(
      `sin6_port=htons(${address.port})`,
      "sin6_flowinfo=htonl(0)",
      `inet_pton(AF_INET6, "${address.address}", &sin6_addr)`,
      `sin6_scope_id=${address.scopeId}`,
    );
  if ("port" in address)
    return members(`sin_port=htons(${address.port})`, `sin_addr=inet_addr("${address.address}")`);
  if ("path" in address) return unixText(address.path, members);
  if ("portId" in address)
    return members(`nl_pid=${address.portId}`, `nl_groups=${address.groups.toString(16).padStart(8, "0")}`);
  if ("data" in address) return members(`sa_data="${address.data}"`);
  return members(`sll_ifindex=${address.interfaceIndex}`);
}

/** An abstract name, which begins with `@` here, begins with a NUL. */
function unixText(path: string, members: (...list: string[]) => string): string {
  if (path === "") return members();
  return members(
    path.startsWith("@") ? `sun_path=@${quoteText(path.slice(1))}` : `sun_path=${quoteText(path)}`,
  );
}

/** What the caller gave as the room for an address, and how long the address is. */
interface AddressLength {
  readonly room: number;
  readonly length: number;
}

const addressLength: Kind<AddressLength> = {
  type: {
    ...BYTES,
    schema: {
      type: "object",
      properties: { room: { type: "integer" }, length: { type: "integer" } },
      required: ["room", "length"],
    },
    read: ({ buffer }, start) => ({
      room: buffer.i32[start >>> 2] as number,
      length: buffer.i32[(start >>> 2) + 1] as number,
    }),
  },
  text: ({ room, length }) => (room === length ? `[${room}]` : `[${room} => ${length}]`),
};

export const sockets = { SOCKADDR: address, OUT_SOCKADDR: address, SOCKADDR_LENGTH: addressLength };
