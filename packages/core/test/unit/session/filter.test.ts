import { describe, expect, test } from "vitest";
import { cgroupMount } from "../../../src/cgroup/mount.js";
import { encodeFilter, type SessionFilter } from "../../../src/session/filter.js";

const off = { follow: false, visibility: false };

const key = (kind: number, value: bigint) => {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeBigUInt64LE(value, 8);
  return bytes;
};

describe("a filter for the kernel", () => {
  test("is off when nothing is asked for", () => {
    expect(encodeFilter({}, off)).toEqual({ enabled: 0, negated: 0, keys: [], cgroups: [], containers: [] });
  });

  test("lists values, and says which lists are negated", () => {
    const { enabled, negated, keys } = encodeFilter({ pid: [1, 2], uid: { not: [0] } }, off);
    expect([enabled, negated]).toEqual([0b1001, 0b1000]);
    expect(keys).toEqual([key(0, 1n), key(0, 2n), key(3, 0n)]);
  });

  test("cuts a comm as the kernel does", () => {
    const [found] = encodeFilter({ comm: ["a-name-longer-than-15"] }, off).keys;
    expect(
      Buffer.from(found ?? [])
        .subarray(8)
        .toString("latin1"),
    ).toBe("a-name-longer-t\0");
  });

  test("knows a cgroup by its directory, or by its path from the mount", () => {
    const mount = cgroupMount() ?? "";
    expect(encodeFilter({ cgroup: { not: [mount, "/"] } }, off)).toMatchObject({
      ...{ enabled: 1 << 8, negated: 1 << 8, keys: [] },
      cgroups: [mount, mount],
    });
  });

  test("refuses a directory that is no cgroup", () => {
    expect(() => encodeFilter({ cgroup: ["/etc"] }, off)).toThrow(
      'got "/etc", which is of another file system',
    );
  });

  test("has bits for what is no list", () => {
    const bits = (filter: SessionFilter, switches = {}) => {
      const { enabled, negated } = encodeFilter(filter, { ...off, ...switches });
      return [enabled, negated];
    };
    expect(bits({ origin: "containers" })).toEqual([1 << 10, 0]);
    expect(bits({ origin: "host" })).toEqual([1 << 10, 1 << 10]);
    expect(bits({}, { follow: true })).toEqual([1 << 11, 0]);
    expect(bits({}, { visibility: true })).toEqual([1 << 12, 0]);
  });

  test.each<[string, SessionFilter, string]>([
    ["an empty list", { pid: [] }, "filter pid: expected at least one value, got an empty list"],
    ["a fraction", { tid: [1.5] }, "filter tid: expected a whole number from 0 to 4294967295, got 1.5"],
    [
      "a negative number",
      { uid: { not: [-1] } },
      "filter uid: expected a whole number from 0 to 4294967295, got -1",
    ],
    [
      "a cgroup that is not there",
      { cgroup: ["/no/such"] },
      'filter cgroup: expected a directory below the cgroup v2 mount, got "/no/such"',
    ],
    [
      "a filter that there is not",
      { pdi: [1] } as never,
      "filter pdi: expected one of pid, tid, ppid, uid, gid, comm, pidNs, mntNs, cgroup, container, origin, got pdi; did you mean pid?",
    ],
    ["another spelling", { mnt_ns: [1] } as never, "got mnt_ns; did you mean mntNs?"],
    ["a filter of another world", { image: ["a"] } as never, "origin, got image"],
    [
      "an origin that there is not",
      { origin: "vm" } as never,
      "filter origin: expected host or containers, got 'vm'",
    ],
    [
      "two filters that are about pid namespaces",
      { origin: "host", pidNs: [1] },
      "filter origin: expected either it or pidNs, both of which are about pid namespaces, got both",
    ],
    [
      "a container by its name",
      { container: ["web"] },
      "filter container: expected the beginning of a running container's id, got 'web'",
    ],
    [
      "a container that does not run",
      { container: ["0123456789abcdef"] },
      "got 0123456789abcdef: no container below ",
    ],
    [
      "more cgroups than programs look through",
      { cgroup: new Array(129).fill("/") },
      "filter cgroup: expected at most 128 values, got 129",
    ],
    [
      "a value that is not in a list",
      { comm: "node" } as never,
      "filter comm: expected a list, or { not: a list }, got 'node'",
    ],
    [
      "a number that is not in a list",
      { pid: 1 } as never,
      "filter pid: expected a list, or { not: a list }, got 1",
    ],
    [
      "a negation that is not a list",
      { uid: { not: 0 } } as never,
      "filter uid: expected a list, or { not: a list }, got { not: 0 }",
    ],
    [
      "a misspelt negation",
      { uid: { no: [0] } } as never,
      "filter uid: expected a list, or { not: a list }, got { no: [ 0 ] }",
    ],
    ["a number for a name", { comm: [7] } as never, "filter comm: expected a string, got 7"],
    [
      "a name for a number",
      { pid: ["7"] } as never,
      "filter pid: expected a whole number from 0 to 4294967295, got '7'",
    ],
    ["a list of filters", [] as never, "filter: expected an object with lists by pid,"],
  ])("refuses %s", (_, filter, message) => {
    expect(() => encodeFilter(filter, off)).toThrow(message);
  });
});
