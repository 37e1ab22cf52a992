import { type Constants, z } from "@probekit/core";
import { parseNetwork } from "./network.js";

/** Places for ports, and for networks, in bpf/match.bpf.h. */
const maxPorts = 8;
const maxNetworks = 4;

const ports = (describe: string) =>
  z.array(z.number().int().min(1).max(65535)).max(maxPorts).default([]).describe(describe);

/** The options of bpf/match.bpf.h. */
export const matchOptions = {
  ports: ports("only with one of these ports at either end; at most 8"),
  localPorts: ports("only with one of these ports at this end"),
  remotePorts: ports("only with one of these ports at the other end"),
  addresses: z
    .array(
      z.string().refine((text) => parseNetwork(text) !== undefined, {
        message: "expected an address, or a network such as 192.0.2.0/24 or 2001:db8::/32",
      }),
    )
    .max(maxNetworks)
    .default([])
    .describe("only with one of these addresses or networks at either end; at most 4"),
  family: z.enum(["any", "ipv4", "ipv6"]).default("any").describe("only sockets of this family"),
};

export interface MatchOptions {
  readonly ports: readonly number[];
  readonly localPorts: readonly number[];
  readonly remotePorts: readonly number[];
  readonly addresses: readonly string[];
  readonly family: "any" | "ipv4" | "ipv6";
}

/** Values of `enum net_family`. */
const families = { any: 0, ipv4: 2, ipv6: 10 };

/** What these options say, as the constants of bpf/match.bpf.h. */
export function matchConstants(options: MatchOptions): Constants {
  return {
    only_family: families[options.family],
    ...places("port", options.ports),
    ...places("local_port", options.localPorts),
    ...places("remote_port", options.remotePorts),
    networks: options.addresses.length,
    ...Object.assign({}, ...options.addresses.map(networkConstants)),
  };
}

function places(list: string, values: readonly number[]): Constants {
  return Object.fromEntries(values.map((value, index) => [`${list}_${index}`, value]));
}

function networkConstants(text: string, index: number): Constants {
  const { network, mask } = parseNetwork(text) ?? {};
  const wordsOf = (name: string, words: object = {}) =>
    Object.entries(words).map(([word, value]) => [`${name}_${index}_${word}`, value as number]);
  return Object.fromEntries([...wordsOf("network", network), ...wordsOf("mask", mask)]);
}
