import type { CgroupTree } from "../cgroup/tree.js";
import { textUpToNul } from "../decode/bytes-to-text.js";
import type { RecordBuffer } from "../decode/record-buffer.js";
import type { Btf } from "../kernel/btf.js";
import { bindOwnRecord, type OwnRecord } from "../layout/own-record.js";

const members = ["id", "parent_id", "removed", "name"] as const;

/** Where the members of `struct probe_cgroup_record` are. */
export type CgroupLayout = OwnRecord<(typeof members)[number]>;

/** @throws {ProbeError} `ERR_RECORD_LAYOUT` */
export function bindCgroupRecord(btf: Btf): CgroupLayout {
  return bindOwnRecord(btf, "probe_cgroup_record", members);
}

/** Tells `tree` of a cgroup that was made or removed. A record that is too short is passed over. */
export function readCgroupRecord(
  tree: CgroupTree,
  { u32, u64, bytes }: RecordBuffer,
  { sizeBytes, offsets, types }: CgroupLayout,
  base: number,
  length: number,
): void {
  if (length < sizeBytes) return;
  const id = u64[(base + offsets.id) / 8] as bigint;
  if (u32[(base + offsets.removed) / 4] !== 0) {
    tree.removed(id);
    return;
  }
  const name = textUpToNul(bytes, base + offsets.name, types.name.sizeBytes);
  tree.made(id, u64[(base + offsets.parent_id) / 8] as bigint, name);
}
