import { describe, expect, test } from "vitest";
import { fentry, fexit, iter, plan, tpBtf, tracepoint } from "../../../src/contract/attach.js";

describe("a plan", () => {
  test.each([
    ["fentry", [fentry("vfs_mkdir"), fentry("vfs_rmdir")], "vfs_mkdir, vfs_rmdir"],
    ["fexit", [fexit("a", { optional: true }), fexit("b", { optional: true })], "a, b"],
    ["tpBtf", [tpBtf("sys_enter"), tpBtf("sys_exit")], "sys_enter, sys_exit"],
    ["iter", [iter("task"), iter("bpf_map")], "task, bpf_map"],
  ])("refuses several targets of a %s program", (kind, specs, targets) => {
    expect(() => plan("fast", { on_call: specs })).toThrow(
      `define plan fast, program on_call: a ${kind} program is loaded for one target, got ${targets}; write a program for each`,
    );
  });

  test("takes several targets of a program that does not name one", () => {
    const targets = [tracepoint("syscalls", "sys_exit_execve"), tracepoint("syscalls", "sys_exit_execveat")];
    expect(plan("a", { on_exit: targets, on_call: fentry("vfs_mkdir") }).programs.on_exit).toEqual(targets);
  });
});
