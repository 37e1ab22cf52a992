import { ipv6Text } from "@probekit/core";
import { describe, expect, test } from "vitest";
import { matchConstants } from "../../src/match.js";
import { type AddressWords, parseNetwork } from "../../src/network.js";
import net from "../../src/probe.js";

function textOf({ a, b, c, d }: AddressWords): string {
  return ipv6Text(new Uint8Array(Uint32Array.of(a, b, c, d).buffer), 0);
}

describe("a network", () => {
  test.each([
    ["192.0.2.129", "::ffff:192.0.2.129", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["192.0.2.129/24", "::ffff:192.0.2.0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00"],
    ["192.0.2.129/25", "::ffff:192.0.2.128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff80"],
    ["0.0.0.0/0", "::ffff:0.0.0.0", "ffff:ffff:ffff:ffff:ffff:ffff::"],
    ["2001:db8:1:2:3:4:5:6/36", "2001:db8::", "ffff:ffff:f000::"],
    ["::1", "::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["::/0", "::", "::"],
    ["::ffff:192.0.2.1", "::ffff:192.0.2.1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2001:db8::", "2001:db8::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  ])("%s is %s under %s", (text, address, mask) => {
    const found = parseNetwork(text);
    expect(found && textOf(found.network)).toBe(address);
    expect(found && textOf(found.mask)).toBe(mask);
  });

  test.each([
    ...["", "192.0.2", "192.0.2.1/33", "192.0.2.1/", "192.0.2.1/-1", "192.0.2.1/1.5", "192.0.2.1/24/24"],
    ...["::1/129", "fe80::1%lo", "host", "2001:db8::/x", " ::1"],
  ])("%j is none", (text) => {
    expect(parseNetwork(text)).toBeUndefined();
    expect(net.options.safeParse({ addresses: [text] }).success).toBe(false);
  });
});

test("options that are not used set nothing", () => {
  expect(matchConstants(net.options.parse({}))).toEqual({ only_family: 0, networks: 0 });
});

test("options are the constants of match.bpf.h", () => {
  const options = net.options.parse({
    ports: [80, 443],
    remotePorts: [53],
    addresses: ["::1"],
    family: "ipv6",
  });
  const all = 0xffffffff;
  expect(matchConstants(options)).toEqual({
    ...{ only_family: 10, networks: 1, port_0: 80, port_1: 443, remote_port_0: 53 },
    ...{ network_0_a: 0, network_0_b: 0, network_0_c: 0, network_0_d: 0x01000000 },
    ...{ mask_0_a: all, mask_0_b: all, mask_0_c: all, mask_0_d: all },
  });
});

test.each([
  { ports: [0] },
  { ports: [65536] },
  { localPorts: [1.5] },
  { remotePorts: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
  { addresses: ["::1", "::2", "::3", "::4", "::5"] },
  { family: "unix" },
])("%j is refused", (options) => {
  expect(net.options.safeParse(options).success).toBe(false);
});
