import { enumeration, group, integer, ipv4Text, ipv6Text, mapped } from "@probekit/core";
import type { AddressWords } from "./network.js";

/** `AF_INET`. */
const ipv4 = 2;

function words(end: "local" | "remote", describe: string) {
  const word = (name: string) => integer({ from: `endpoints.${end}.${name}` });
  return group(
    {
      family: integer({ from: "endpoints.family" }),
      port: integer({ from: `endpoints.${end}_port` }),
      ...{ a: word("a"), b: word("b"), c: word("c"), d: word("d") },
    },
    { describe },
  );
}

interface End extends AddressWords {
  readonly family: number;
  readonly port: number;
}

const bytes = Buffer.alloc(16);

function addressOf({ family, a, b, c, d }: End): string {
  for (const [index, word] of [a, b, c, d].entries()) bytes.writeUInt32LE(word >>> 0, 4 * index);
  return family === ipv4 ? ipv4Text(bytes, 12) : ipv6Text(bytes, 0);
}

/** There is no other end, or none that is known: the address is all zeros, mapped or not, and so is the port. */
function isNone({ a, b, d, port }: End): boolean {
  return port === 0 && a === 0 && b === 0 && d === 0;
}

/** What a row says of its socket: `struct net_endpoints`. A row has no tail for typed arguments. */
export const rowEndpoints = {
  family: enumeration("net_family", {
    from: "endpoints.family",
    describe:
      "ipv4 or ipv6, of the socket; an IPv6 socket that speaks IPv4 has addresses as ::ffff:192.0.2.1",
  }),
  protocol: enumeration("net_protocol", { from: "endpoints.protocol", describe: "tcp or udp" }),
  localAddress: mapped(
    words("local", "address of this end as the socket has it; 0.0.0.0 or :: for any"),
    { type: "string" },
    addressOf,
  ),
  localPort: integer({ from: "endpoints.local_port", describe: "port of this end; 0 if it has none yet" }),
  remoteAddress: mapped(
    words("remote", "address of the other end; null if there is none, or none is known"),
    { type: ["string", "null"] },
    (end) => (isNone(end) ? null : addressOf(end)),
  ),
  remotePort: mapped(
    integer({ from: "endpoints.remote_port", describe: "port of the other end; null likewise" }),
    { type: ["integer", "null"] },
    (port) => port || null,
  ),
};
