import { describe, expect, test } from "vitest";
import { fentry, fexit, kprobe, kretprobe, tpBtf, uprobe } from "../../../src/contract/attach.js";
import type { Kernel, OpenedObject } from "../../../src/kernel/kernel.js";
import { argumentPositions } from "../../../src/layout/arguments.js";
import { setArguments } from "../../../src/layout/set-arguments.js";
import { btf } from "../../support/btf.js";

const prototype = (name: string, ...types: string[]) => ({
  name,
  parameters: types.map((type) => ({ name: "", type })),
  returnType: "int",
});

const kernel = btf({
  functions: [
    prototype("crowded", "int", "int", "int", "int", "int", "int", "long", "void *"),
    prototype("vfs_unlink", "struct mnt_idmap *", "struct inode *", "struct dentry *", "struct inode * *"),
  ],
  tracepoints: [prototype("sched_process_fork", "struct task_struct *", "struct task_struct *")],
});
const dentry = { args: { dentry: "struct dentry *" } };

describe("arguments by type", () => {
  test("are found wherever this kernel has them", () => {
    const found = argumentPositions("demo", "on_unlink", fentry("vfs_unlink", dentry), () => kernel);
    expect(Object.fromEntries(found)).toEqual({ dentry: 2 });
  });

  test("end with the result", () => {
    const found = argumentPositions(
      "demo",
      "x",
      fexit("vfs_unlink", { args: { ret: "return" } }),
      () => kernel,
    );
    expect(Object.fromEntries(found)).toEqual({ ret: 4 });
  });

  test("of one type are taken in their order", () => {
    const both = { args: { parent: "struct task_struct *", child: "struct task_struct *" } };
    const found = argumentPositions("demo", "fork", tpBtf("sched_process_fork", both), () => kernel);
    expect(Object.fromEntries(found)).toEqual({ parent: 0, child: 1 });
  });

  test.each([
    ["a target that is not there", fentry("vfs_gone", dentry), "this kernel's BTF has no such target"],
    [
      "a type that is not there",
      fentry("vfs_unlink", { args: { file: "struct file *" } }),
      "it has 0 arguments of type struct file *, 1 expected",
    ],
    [
      "a type that is there more often",
      tpBtf("sched_process_fork", { args: { task: "struct task_struct *" } }),
      "it has 2 arguments of type struct task_struct *, 1 expected",
    ],
    [
      "an argument that is not in a register",
      kprobe("crowded", { args: { six: "long" } }),
      "six is argument 6 of crowded(int, int, int, int, int, int, long, void *), counted from 0; a kprobe program reads 6",
    ],
    [
      "an argument that no program reads",
      fentry("crowded", { args: { seven: "void *" } }),
      "seven is argument 7 of crowded(",
    ],
    [
      "a result behind what a program reads",
      fexit("crowded", { args: { result: "return" } }),
      "result is argument 8 of crowded(",
    ],
    [
      "arguments of a function that has returned",
      kretprobe("vfs_unlink", dentry),
      "dentry is argument 2 of vfs_unlink(struct mnt_idmap *, struct inode *, struct dentry *, struct inode * *), counted from 0; a kretprobe program reads 0",
    ],
    [
      "a result before there is one",
      fentry("vfs_unlink", { args: { result: "return" } }),
      "a fentry program has no result among its arguments",
    ],
    [
      "the types of a kernel function for one in user space",
      uprobe("libc.so.6", "vfs_unlink", dentry),
      "a uprobe program reads 0",
    ],
  ])("refuse %s", (_, spec, message) => {
    expect(() => argumentPositions("demo", "p", spec, () => kernel)).toThrow(message);
  });

  test("in reach are found", () => {
    const six = { args: { six: "long" } };
    expect(argumentPositions("demo", "p", fentry("crowded", six), () => kernel).get("six")).toBe(6);
  });

  test("must be in the same place in all targets of a program", () => {
    const specs = [kprobe("vfs_unlink", dentry), kprobe("vfs_create", dentry)];
    const moved = btf({
      functions: [
        prototype("vfs_unlink", "int", "struct dentry *"),
        prototype("vfs_create", "struct dentry *"),
      ],
    });
    expect(() =>
      setArguments("demo", "p", specs, {} as OpenedObject, { kernelBtf: () => moved } as Kernel),
    ).toThrow(
      "demo: resolve p (vfs_create): its dentry is argument 0, that of vfs_unlink is 1; write a program for each",
    );
  });
});
