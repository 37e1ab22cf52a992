import { describe, expect, test } from "vitest";
import { VisibilityMap } from "../../../src/session/visibility.js";
import { kernelError } from "../../support/kernel.js";

/** A hash map as the kernel has it. */
function fakeMap({ maxEntries = 4096, room = 2 } = {}) {
  const entries = new Map<string, Uint8Array>();
  const hex = (key: Uint8Array) => Buffer.from(key).toString("hex");
  return {
    info: { name: "probekit_hidden", type: "hash", keySizeBytes: 8, valueSizeBytes: 4, maxEntries },
    lookup: (key: Uint8Array) => entries.get(hex(key)),
    update: (key: Uint8Array, value: Uint8Array) => {
      if (entries.size >= room && !entries.has(hex(key))) throw kernelError("E2BIG");
      entries.set(hex(key), Buffer.from(value));
    },
    delete: (key: Uint8Array) => entries.delete(hex(key)),
    keys: () => [...entries.keys()].map((key) => Buffer.from(key, "hex")),
  };
}

const pair = { pidNs: 4026531836, mntNs: 4026531841 };
const all = { file: true, process: true, network: true, capability: true };

describe("visibility", () => {
  test("is everything until something is hidden, and again when it is shown", () => {
    const map = fakeMap();
    const visibility = new VisibilityMap(map);
    expect(visibility.get(pair)).toEqual(all);
    visibility.set(pair, { file: false, network: false });
    expect(visibility.get(pair)).toEqual({ ...all, file: false, network: false });
    expect(visibility.list()).toEqual([{ ...pair, visible: { ...all, file: false, network: false } }]);
    visibility.set(pair, { file: true });
    expect(visibility.get(pair)).toEqual({ ...all, network: false });
    visibility.set(pair, { network: true });
    expect([visibility.get(pair), visibility.list(), map.keys()]).toEqual([all, [], []]);
  });

  test("is cleared for one pair, or for all", () => {
    const visibility = new VisibilityMap(fakeMap());
    const other = { pidNs: 1, mntNs: 2 };
    visibility.set(pair, { file: false });
    visibility.set(other, { process: false });
    visibility.clear(other);
    expect(visibility.list()).toHaveLength(1);
    visibility.set(other, { process: false });
    visibility.clear();
    expect(visibility.list()).toEqual([]);
  });

  test("says when there is no room for another pair", () => {
    const visibility = new VisibilityMap(fakeMap({ room: 1 }));
    visibility.set(pair, { file: false });
    expect(() => visibility.set({ pidNs: 1, mntNs: 2 }, { file: false })).toThrow(
      "set visibility: something is hidden of 4096 pairs of namespaces already; clear some of them",
    );
    expect(visibility.list()).toHaveLength(1);
  });

  test.each<[string, (visibility: VisibilityMap) => unknown]>([
    ["set", (visibility) => visibility.set(pair, { file: false })],
    ["get", (visibility) => visibility.get(pair)],
    ["list", (visibility) => visibility.list()],
    ["clear", (visibility) => visibility.clear()],
  ])("%s is refused by a session that was opened without it", (name, call) => {
    expect(() => call(new VisibilityMap(fakeMap({ maxEntries: 1 })))).toThrow(
      `${name} visibility: the session was opened without \`visibility: true\` (probe run --visibility)`,
    );
  });

  test.each<[string, object, object, string]>([
    ["an unknown scope", pair, { files: false }, "got files; did you mean file?"],
    ["a value that is no boolean", pair, { file: 0 }, "visibility file: expected true or false, got 0"],
    ["no namespace", { mntNs: 1 }, {}, "visibility pidNs: expected a namespace's number"],
    ["a namespace 0", { pidNs: 1, mntNs: 0 }, {}, "readlink /proc/PID/ns/pid or …/mnt, got 0"],
  ])("refuses %s", (_, which, visible, message) => {
    expect(() => new VisibilityMap(fakeMap()).set(which as never, visible)).toThrow(message);
  });
});
