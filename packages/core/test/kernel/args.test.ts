import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import * as kernel from "@probekit/native";
import { beforeAll, describe, expect, test } from "vitest";
import { argTypeNumbers } from "../../src/args/arg-type.js";
import { capabilities } from "../../src/args/constants/process.js";
import type { ProbeEvent } from "../../src/contract/probe.js";
import { openSession } from "../../src/session/open.js";
import { bpfDescriptors } from "../../src/testing/bpf-descriptors.js";
import { collect } from "../../src/testing/collect.js";
import { buildCalls, calls, object, program } from "../args/probe.js";
import { parseLines } from "../support/lines.js";

type Event = ProbeEvent<typeof calls>;
type Named<Name> = Extract<Event, { readonly event: Name }>;

const options = { kernel, filter: { comm: ["probekit-calls"] }, probes: [calls] } as const;
let events: Event[] = [];
const of = <Name extends Event["event"]>(name: Name) =>
  events.filter((event): event is Named<Name> => event.event === name);

beforeAll(async () => {
  buildCalls();
  const descriptors = bpfDescriptors();
  const collected = await collect(options, () => {
    expect(spawnSync(program).status).toBe(0);
  });
  events = collected.events;
  const unwanted = collected.stats.lost.filter(
    ({ cause }) => cause !== "truncated" && cause !== "unreadable",
  );
  expect(unwanted.filter(({ cause }) => cause !== "missed")).toEqual([]);
  expect(bpfDescriptors()).toBe(descriptors);
});

test("the enum in C and the table in TypeScript are the same", () => {
  const opened = kernel.openObject(readFileSync(object), { name: "calls" });
  const values = opened.btf.enum("probe_arg_type")?.values ?? [];
  opened.close();
  expect(Object.fromEntries(values.map(({ name, value }) => [name, Number(value)]))).toEqual(
    Object.fromEntries(Object.entries(argTypeNumbers).map(([name, number]) => [`${name}_T`, number])),
  );
});

describe("arguments of real calls", () => {
  test("connect: socket addresses by their families, no longer than those", () => {
    const found = of("connect").map(({ args, family, remoteAddress, remotePort }) => ({
      ...{ address: args.address, length: args.length, parts: [family, remoteAddress, remotePort] },
      ...(args.unreadable && { unreadable: args.unreadable }),
    }));
    expect(found).toEqual([
      {
        address: { family: "AF_INET", address: "127.0.0.1", port: 9 },
        ...{ length: 128, parts: ["AF_INET", "127.0.0.1", 9] },
      },
      {
        address: { family: "AF_INET6", address: "::1", port: 443, scopeId: 7 },
        ...{ length: 28, parts: ["AF_INET6", "::1", 443] },
      },
      {
        address: { family: "AF_UNIX", path: "/nowhere/a.sock" },
        ...{ length: 17, parts: ["AF_UNIX", "/nowhere/a.sock", null] },
      },
      {
        address: { family: "AF_UNIX", path: "@abstract\0\udcff" },
        ...{ length: 13, parts: ["AF_UNIX", "@abstract\0\udcff", null] },
      },
      {
        address: { family: "AF_NETLINK", portId: 2 ** 30, groups: 2 },
        ...{ length: 12, parts: ["AF_NETLINK", null, null] },
      },
      { address: { family: "AF_VSOCK", data: "01020304" }, length: 6, parts: ["AF_VSOCK", null, null] },
      { address: { family: "AF_INET", data: "00097f000001" }, length: 8, parts: ["AF_INET", null, null] },
      { address: null, length: 1, parts: [null, null, null] },
      { address: null, length: 16, parts: [null, null, null] },
      { address: null, length: 16, parts: [null, null, null], unreadable: ["address"] },
    ]);
  });

  test("openat: paths whole, cut short, NULL and unreadable", () => {
    expect(of("openat").map(({ args, ret }) => ({ ...args, ret }))).toEqual([
      { dirfd: -100, path: "/nowhere/\udcff", flags: 0o102, mode: 0o640, ret: -2 },
      { dirfd: -1, path: "x".repeat(4096), flags: 0, mode: 0, truncated: ["path"], ret: -36 },
      { dirfd: -1, path: null, flags: 0, mode: 0, ret: -14 },
      { dirfd: -1, path: null, flags: 0, mode: 0, unreadable: ["path"], ret: -14 },
      { dirfd: -100, path: "/", flags: 0o10000000, mode: 0, ret: expect.any(Number) },
    ]);
  });

  test("execve: arrays of strings, as many and as long as there is room for", () => {
    const found = of("execve");
    const many = Array.from({ length: 128 }, () => "m");
    expect(found.slice(0, 4).map(({ args }) => args)).toEqual([
      { path: "", argv: ["a", "", "ä\udcff"], envp: null },
      { path: "", argv: ["a", "", "b"], envp: null, unreadable: ["argv", "envp"] },
      { path: "", argv: many, envp: [] },
      { path: "", argv: many, envp: null, truncated: ["argv"] },
    ]);
    const { args, envp, made } = found[4] as Named<"execve">;
    expect(args).toEqual({ path: "", argv: ["a", "", "ä\udcff"], envp, truncated: ["envp"] });
    expect([envp?.length, new Set(envp)]).toEqual([3, new Set(["y".repeat(4000)])]);
    /* Nothing is left for another block. */
    expect(new Set(Object.values(made))).toEqual(new Set([null]));
  });

  test("write: bytes, up to a bound", () => {
    const zeros = "00".repeat(1024);
    expect(of("write").map(({ args }) => args)).toEqual([
      { fd: -1, data: "00ff0a", count: 3n },
      { fd: -1, data: zeros, count: 1024n },
      { fd: -1, data: zeros, count: 1025n, truncated: ["data"] },
      { fd: -1, data: zeros, count: 2n ** 64n - 1n, truncated: ["data"] },
      { fd: -1, data: null, count: 0n },
    ]);
  });

  test("pipe2: two descriptors, flags and the caller", () => {
    const [first, second, ...others] = of("pipe2").map(({ args }) => args);
    expect(others).toEqual([]);
    const { caller } = first ?? {};
    expect(first).toMatchObject({ flags: "O_NONBLOCK|O_CLOEXEC" });
    expect(first?.fds?.[1]).toBe((first?.fds?.[0] ?? 0) + 1);
    expect(second).toEqual({ fds: null, flags: "0", caller, unreadable: ["fds"] });

    const status = readFileSync("/proc/self/status", "utf8");
    const line = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)?.[1] ?? "";
    const [uid, euid, suid, fsuid] = line("Uid").split("\t").map(Number);
    const [gid, egid, sgid, fsgid] = line("Gid").split("\t").map(Number);
    expect(caller).toMatchObject({ uid, euid, suid, fsuid, gid, egid, sgid, fsgid });
    const bits = (names: readonly string[] = []) =>
      names.reduce((mask, name) => mask | (1n << BigInt(capabilities[name as "CAP_CHOWN"])), 0n);
    const mask = (name: string) => BigInt(`0x${line(name)}`);
    expect([caller?.effective, caller?.permitted, caller?.bounding, caller?.ambient].map(bits)).toEqual(
      ["CapEff", "CapPrm", "CapBnd", "CapAmb"].map(mask),
    );
  });

  test("clock_nanosleep: times whole", () => {
    expect(of("clockNanosleep").map(({ args }) => args)).toEqual([
      { clock: "CLOCK_BOOTTIME", flags: "TIMER_ABSTIME", time: { sec: 2n ** 63n - 1n, nsec: -1n } },
      { clock: "CLOCK_MONOTONIC", flags: "0", time: null },
    ]);
  });

  test("fchmodat: descriptors as the paths of their files, modes in octal", () => {
    expect(of("fchmodat").map(({ args }) => args)).toEqual([
      { directory: realpathSync("/usr/bin"), path: "nothing", mode: "0644" },
      { directory: "/", path: "nothing", mode: "04755" },
      { directory: null, path: "nothing", mode: "S_IFIFO|S_ISVTX|0777" },
      { directory: null, path: "nothing", mode: "000" },
    ]);
  });

  test("setsockopt and socket: numbers by what they depend on", () => {
    const socket = null;
    expect(of("setsockopt").map(({ args }) => args)).toEqual([
      { socket, level: "SOL_SOCKET", option: "SO_REUSEADDR" },
      { socket, level: "SOL_TCP", option: "TCP_NODELAY" },
      { socket, level: "SOL_NETLINK", option: "1" },
    ]);
    const texts = of("socket").map(({ args: { family, type, protocol } }) =>
      [family, type, protocol].join(" "),
    );
    expect(texts.slice(-3)).toEqual([
      "AF_INET SOCK_STREAM|SOCK_CLOEXEC IPPROTO_TCP",
      "AF_NETLINK SOCK_RAW NETLINK_KOBJECT_UEVENT",
      "AF_UNIX SOCK_DGRAM 0",
    ]);
  });

  test("arguments that a program makes itself, in a second block", () => {
    const [first] = of("write");
    expect([first?.note, first?.made]).toEqual([
      "odd",
      {
        name: "probe",
        inet: { family: "AF_INET", address: "127.0.0.1", port: 80 },
        inet6: { family: "AF_INET6", address: "::1", port: 443, scopeId: 0 },
        ...{ negative: -3n, bytes: "70726f", unreadable1: null, missing: null, unsigned: 0xffff_ffff },
        ...{ truncated: ["name"], unreadable: ["unreadable1"] },
      },
    ]);
    expect(new Set(of("connect").map(({ madePort }) => madePort))).toEqual(new Set([443]));
  });
});

test("their lines of JSON are what the objects are", async () => {
  await using session = openSession(options);
  expect(spawnSync(program).status).toBe(0);
  session.stop();
  const lines: Record<string, unknown>[] = [];
  for await (const chunk of session.json()) lines.push(...parseLines(chunk));
  const fields = ({ args, made }: { args?: unknown; made?: unknown }) =>
    JSON.stringify({ args, made }, decimal);
  expect(lines.map(fields)).toEqual(events.map(fields));
});

function decimal(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
