import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { CgroupTree } from "../../../src/cgroup/tree.js";
import { RecordBuffer } from "../../../src/decode/record-buffer.js";
import { bindCgroupRecord, readCgroupRecord } from "../../../src/session/cgroup-records.js";
import { btf, cgroupRecord, struct, u64 } from "../../support/btf.js";

const id = "0123456789abcdef".repeat(4);
let mount = "";

/** A tree of directories stands in for one of cgroups: both have their inode numbers for ids. */
beforeEach(() => {
  mount = mkdtempSync(path.join(os.tmpdir(), "probekit-cgroups-"));
  onTestFinished(() => rmSync(mount, { recursive: true }));
});

function make(cgroup: string): bigint {
  mkdirSync(mount + cgroup, { recursive: true });
  return inode(cgroup);
}
const inode = (cgroup: string) => statSync(mount + cgroup, { bigint: true }).ino;

describe("the tree of cgroups", () => {
  test("has what there is when it is made", () => {
    const scope = make(`/system.slice/docker-${id}.scope`);
    const tree = new CgroupTree(mount);
    expect([inode("/"), inode("/system.slice"), scope].map((at) => tree.path(at))).toEqual([
      "/",
      "/system.slice",
      `/system.slice/docker-${id}.scope`,
    ]);
    expect([tree.container(scope), tree.container(inode("/")), tree.podUid(scope)]).toEqual([id, null, null]);
  });

  test("has what it was told of, until it is told that it is gone", () => {
    const tree = new CgroupTree(mount);
    tree.made(1001n, inode("/"), "docker");
    tree.made(1002n, 1001n, id);
    expect([tree.path(1002n), tree.container(1002n)]).toEqual([`/docker/${id}`, id]);
    tree.removed(1002n);
    expect([tree.path(1002n), tree.path(1001n)]).toEqual([null, "/docker"]);
  });

  test("finds what it was not told of, as long as that is there", () => {
    const tree = new CgroupTree(mount);
    const late = make("/late/later");
    expect(tree.path(late)).toBe("/late/later");
    expect(tree.path(4n)).toBeNull();
  });

  test("has no path for what is made outside of the mount", () => {
    const tree = new CgroupTree(mount);
    tree.made(1002n, 1001n, "elsewhere");
    expect(tree.path(1002n)).toBeNull();
  });

  test("without a mount knows nothing", () => {
    expect(new CgroupTree(path.join(mount, "none")).path(1n)).toBeNull();
  });
});

describe("a record of a cgroup", () => {
  const layout = bindCgroupRecord(btf({ structs: [cgroupRecord] }));

  function read(tree: CgroupTree, removed: boolean, length = layout.sizeBytes): void {
    const buffer = new RecordBuffer(512);
    buffer.bytes.writeBigUInt64LE(1001n, 8 + 16);
    buffer.bytes.writeBigUInt64LE(inode("/"), 8 + 24);
    buffer.bytes.writeUInt32LE(removed ? 1 : 0, 8 + 32);
    buffer.bytes.write("made\0junk", 8 + 40);
    readCgroupRecord(tree, buffer, layout, 8, length);
  }

  test("adds it, or takes it away", () => {
    const tree = new CgroupTree(mount);
    read(tree, false);
    expect(tree.path(1001n)).toBe("/made");
    read(tree, true);
    expect(tree.path(1001n)).toBeNull();
  });

  test("that is too short says nothing", () => {
    const tree = new CgroupTree(mount);
    read(tree, false, layout.sizeBytes - 1);
    expect(tree.path(1001n)).toBeNull();
  });

  test("of another layout is refused", () => {
    const other = btf({ structs: [struct("probe_cgroup_record", { id: u64 })] });
    expect(() => bindCgroupRecord(other)).toThrow("bind struct probe_cgroup_record: no member parent_id");
  });
});
