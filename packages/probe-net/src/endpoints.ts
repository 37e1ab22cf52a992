import { arg, argAddress, argFamily, argPort, mapped, STR } from "@probekit/core";

/** `enum net_arg`. */
const protocol = 0;
const local = 1;
const remote = 2;

/** What every event says of its socket, in its typed arguments. */
export const endpoints = {
  family: mapped(
    argFamily(local, {
      describe:
        "ipv4 or ipv6, of the socket; an IPv6 socket that speaks IPv4 has addresses as ::ffff:192.0.2.1",
    }),
    { type: ["string", "null"] },
    (family) => (family === "AF_INET" ? "ipv4" : family && "ipv6"),
  ),
  protocol: arg(protocol, STR, { describe: "tcp or udp" }),
  localAddress: argAddress(local, {
    describe: "address of this end as the socket has it; 0.0.0.0 or :: for any",
  }),
  localPort: argPort(local, { describe: "port of this end; 0 if it has none yet" }),
  remoteAddress: argAddress(remote, {
    describe: "address of the other end; null if there is none, or none is known",
  }),
  remotePort: argPort(remote, { describe: "port of the other end; null likewise" }),
};
