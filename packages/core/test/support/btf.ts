import type {
  Btf,
  BtfEnum,
  BtfMember,
  BtfPrototype,
  BtfStruct,
  BtfType,
  BtfVariable,
} from "../../src/kernel/btf.js";

/** BTF written by hand, as a C compiler would lay the structs out. */
export const u8: BtfType = { kind: "int", sizeBytes: 1, signed: false, encoding: "int" };
export const u16: BtfType = { ...u8, sizeBytes: 2 };
export const u32: BtfType = { ...u8, sizeBytes: 4 };
export const s32: BtfType = { ...u32, signed: true };
export const u64: BtfType = { ...u8, sizeBytes: 8 };
export const chars = (length: number): BtfType => ({
  kind: "array",
  sizeBytes: length,
  length,
  element: { ...u8, signed: true, encoding: "char" },
});
export const data: BtfStruct = struct("probe_data", { offset: u32, length: u32 });
export const header: BtfStruct = struct("probe_header", { time_ns: u64, probe: u16, event: u16, flags: u32 });
export const context: BtfStruct = struct("probe_context", {
  cgroup_id: u64,
  ...Object.fromEntries(
    ["pid", "tid", "ppid", "uid", "gid", "pid_ns", "mnt_ns", "ns_pid", "ns_tid", "ns_ppid"].map((name) => [
      name,
      u32,
    ]),
  ),
  comm: chars(16),
});

export const logRecord: BtfStruct = struct("probe_log_record", {
  header,
  pid: u32,
  tid: u32,
  level: u16,
  arg_count: u16,
  string_args: u32,
  args: { kind: "array", sizeBytes: 32, length: 4, element: u64 },
  text: chars(104),
  strings: { kind: "array", sizeBytes: 256, length: 4, element: chars(64) },
});

export const cgroupRecord: BtfStruct = struct("probe_cgroup_record", {
  header,
  id: u64,
  parent_id: u64,
  removed: u32,
  reserved: u32,
  name: chars(256),
});

export function struct(name: string, types: Record<string, BtfType>): BtfStruct {
  let at = 0;
  let widest = 1;
  const members: BtfMember[] = Object.entries(types).map(([member, type]) => {
    const align = alignment(type);
    widest = Math.max(widest, align);
    at = Math.ceil(at / align) * align;
    const found = { name: member, offsetBits: at * 8, bitFieldBits: 0, type };
    at += type.sizeBytes;
    return found;
  });
  return { kind: "struct", name, sizeBytes: Math.ceil(at / widest) * widest, members };
}

/** The same as `__attribute__((packed))` lays it out. */
export function packed(name: string, types: Record<string, BtfType>): BtfStruct {
  let at = 0;
  const members = Object.entries(types).map(([member, type]): BtfMember => {
    at += type.sizeBytes;
    return { name: member, offsetBits: (at - type.sizeBytes) * 8, bitFieldBits: 0, type };
  });
  return { kind: "struct", name, sizeBytes: at, members };
}

function alignment(type: BtfType): number {
  if (type.kind === "array") return alignment(type.element);
  if (type.kind === "struct" || type.kind === "union")
    return Math.max(...type.members.map((member) => alignment(member.type)));
  return type.sizeBytes;
}

export function btf(parts: {
  structs?: readonly BtfStruct[];
  enums?: readonly BtfEnum[];
  variables?: readonly BtfVariable[];
  functions?: readonly BtfPrototype[];
  tracepoints?: readonly BtfPrototype[];
}): Btf {
  const named = <T extends { readonly name: string }>(list: readonly T[] = []) => {
    return (name: string) => list.find((item) => item.name === name);
  };
  return {
    struct: named(parts.structs),
    enum: named(parts.enums),
    variable: named(parts.variables),
    function: named(parts.functions),
    tracepoint: named(parts.tracepoints),
  };
}
