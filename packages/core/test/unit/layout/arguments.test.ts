import { describe, expect, test } from "vitest";
import { fentry, tpBtf } from "../../../src/contract/attach.js";
import { argumentPositions } from "../../../src/layout/arguments.js";
import { btf } from "../../support/btf.js";

const prototype = (name: string, ...types: string[]) => ({
  name,
  parameters: types.map((type) => ({ name: "", type })),
  returnType: "int",
});

const kernel = btf({
  functions: [
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
      fentry("vfs_unlink", { args: { ret: "return" } }),
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
  ])("refuse %s", (_, spec, message) => {
    expect(() => argumentPositions("demo", "p", spec, () => kernel)).toThrow(message);
  });
});
