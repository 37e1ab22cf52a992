import { isIP } from "node:net";

/** 16 bytes as on the network, in four words as this machine reads them; IPv4 as `::ffff:a.b.c.d`. */
export interface AddressWords {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Addresses whose bits under `mask` are those of `network`. */
export interface Network {
  readonly network: AddressWords;
  readonly mask: AddressWords;
}

/**
 * Reads `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`, … IPv4 becomes `::ffff:0:0/96` and below,
 * so that it is found in IPv6 sockets too.
 *
 * @returns `undefined` for anything else
 */
export function parseNetwork(text: string): Network | undefined {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = isIP(address);
  const widest = version === 4 ? 32 : 128;
  const bits = prefix === undefined ? widest : Number(prefix);
  const plausible = prefix === undefined || /^\d{1,3}$/.test(prefix);
  if (!version || address.includes("%") || !plausible || bits > widest || rest.length > 0) return undefined;
  const mask = prefixBytes(version === 4 ? bits + 96 : bits);
  const bytes = version === 4 ? [...mappedPrefix, ...address.split(".").map(Number)] : ipv6Bytes(address);
  return {
    network: words(bytes.map((byte, index) => byte & (mask[index] as number))),
    mask: words(mask),
  };
}

const mappedPrefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

function prefixBytes(bits: number): number[] {
  return Array.from({ length: 16 }, (_, index) => {
    const left = Math.min(8, Math.max(0, bits - 8 * index));
    return (0xff00 >> left) & 0xff;
  });
}

/** Of an address that `isIP` has found to be one. */
function ipv6Bytes(address: string): number[] {
  const tail = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = tail
    ? address.slice(0, tail.index) + [tail.slice(1, 3), tail.slice(3, 5)].map(hexGroup).join(":")
    : address;
  const [head = "", end] = hex.split("::");
  const before = groupsOf(head);
  const after = end === undefined ? [] : groupsOf(end);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]);
}

function hexGroup([high, low]: readonly string[]): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}

function groupsOf(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}

function words(bytes: readonly number[]): AddressWords {
  const view = Buffer.from(bytes);
  return {
    a: view.readUInt32LE(0),
    b: view.readUInt32LE(4),
    c: view.readUInt32LE(8),
    d: view.readUInt32LE(12),
  };
}
