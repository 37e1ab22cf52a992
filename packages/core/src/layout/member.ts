import type { BtfMember, BtfStruct, BtfType } from "../kernel/btf.js";

type Resolved = { readonly offsetBytes: number; readonly type: BtfType };
type Missing = { readonly missing: string; readonly present: readonly string[] };

/** Finds `a.b.c` in a struct, looking through anonymous structs and unions. */
export function resolveMember(struct: BtfStruct, path: string): Resolved | Missing {
  let type: BtfType = struct;
  let offsetBits = 0;
  for (const name of path.split(".")) {
    const members: readonly BtfMember[] =
      type.kind === "struct" || type.kind === "union" ? namedMembers(type) : [];
    const member = members.find((candidate) => candidate.name === name);
    if (!member || member.bitFieldBits > 0 || member.offsetBits % 8 !== 0) {
      return { missing: path, present: members.map((candidate) => candidate.name) };
    }
    offsetBits += member.offsetBits;
    type = member.type;
  }
  return { offsetBytes: offsetBits / 8, type };
}

function namedMembers(struct: BtfStruct): BtfMember[] {
  return struct.members.flatMap((member) => {
    if (member.name || (member.type.kind !== "struct" && member.type.kind !== "union")) return [member];
    return namedMembers(member.type).map((inner) => ({
      ...inner,
      offsetBits: inner.offsetBits + member.offsetBits,
    }));
  });
}
