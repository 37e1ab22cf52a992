import type { BoundField } from "../layout/bind.js";

/** `struct probe_context` of probekit/wire.h: name in events, offset, width, and whether it needs `namespaces`. */
const members = [
  ["pid", 8, "u32", false],
  ["tid", 12, "u32", false],
  ["ppid", 16, "u32", false],
  ["uid", 20, "u32", false],
  ["gid", 24, "u32", false],
  ["comm", 48, "text", false],
  ["cgroupId", 0, "u64", true],
  ["pidNs", 28, "u32", true],
  ["mntNs", 32, "u32", true],
  ["nsPid", 36, "u32", true],
  ["nsTid", 40, "u32", true],
  ["nsPpid", 44, "u32", true],
] as const;

const u32 = { kind: "int", sizeBytes: 4, signed: false, encoding: "int" } as const;
const u64 = { ...u32, sizeBytes: 8 } as const;
const comm = { kind: "array", sizeBytes: 16, length: 16, element: { ...u32, sizeBytes: 1 } } as const;

const bindings = {
  u32: { kind: "integer", type: u32 },
  u64: { kind: "id", type: u64 },
  text: { kind: "text", type: comm },
} as const;

/** The fields that every record with a context has, placed at that context. */
export function contextFields(contextOffsetBytes: number, namespaces: boolean): BoundField[] {
  return members
    .filter(([, , , needsNamespaces]) => namespaces || !needsNamespaces)
    .map(([name, offset, width]) => ({
      name,
      field: { kind: bindings[width].kind, from: undefined, describe: undefined },
      map: undefined,
      offsetBytes: contextOffsetBytes + offset,
      type: bindings[width].type,
      bit: 0,
      names: undefined,
      fields: [],
    }));
}
