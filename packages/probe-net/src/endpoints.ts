import { enumeration, group, integer, mapped } from "@probekit/core";
import { type AddressWords, formatAddress } from "./address.js";

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

function addressOf(end: End): string {
  return formatAddress(end, end.family === ipv4);
}

/** There is no other end, or none that is known: the address is all zeros, mapped or not, and so is the port. */
function isNone({ a, b, d, port }: End): boolean {
  return port === 0 && a === 0 && b === 0 && d === 0;
}

/** What every event says of its socket: `struct net_endpoints`. */
export const endpoints = {
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
