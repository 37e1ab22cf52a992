import { readFileSync, statSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { addon } from "../../src/addon.js";
import { kernelBtf } from "../../src/index.js";

describe("the kernel's type information", () => {
  const btf = kernelBtf();

  test("is given back once a turn of the event loop, however often it was asked for", async () => {
    const forgotten = vi.spyOn(addon(), "kernelBtfForget");
    for (let count = 0; count < 10; count++) kernelBtf().struct("task_struct");
    expect(forgotten).not.toHaveBeenCalled();
    const before = kernelBytes();
    await turn();
    expect(forgotten).toHaveBeenCalledTimes(1);
    expect(before - kernelBytes()).toBeGreaterThan(2 << 20);
    kernelBtf();
    await turn();
    expect(forgotten).toHaveBeenCalledTimes(2);
    forgotten.mockRestore();
  });

  test("gives a function's arguments by name and type", () => {
    expect(btf.function("vfs_open")).toEqual({
      name: "vfs_open",
      parameters: [
        { name: "path", type: "struct path *" },
        { name: "file", type: "struct file *" },
      ],
      returnType: "int",
    });
  });

  test("drops const, also behind pointers", () => {
    // struct filename *getname_kernel(const char *)
    expect(btf.function("getname_kernel")?.parameters[0]?.type).toBe("char *");
  });

  test("gives a tracepoint's arguments without the private one", () => {
    expect(btf.tracepoint("sys_enter")).toEqual({
      name: "sys_enter",
      parameters: [
        { name: "regs", type: "struct pt_regs *" },
        { name: "id", type: "long" },
      ],
      returnType: "void",
    });
    expect(btf.tracepoint("sched_process_exec")?.parameters.map(({ type }) => type)).toEqual([
      "struct task_struct *",
      expect.stringMatching(/^(pid_t|int)$/),
      "struct linux_binprm *",
    ]);
  });

  test("spells integers as people do, whichever compiler was used", () => {
    const types = ["vfs_read", "vfs_write", "ksys_read", "do_mmap"].flatMap((name) => {
      const prototype = btf.function(name);
      return prototype === undefined
        ? []
        : [...prototype.parameters.map(({ type }) => type), prototype.returnType];
    });
    expect(types.length).toBeGreaterThan(8);
    expect(types.filter((type) => /long unsigned|short unsigned|long int/.test(type))).toEqual([]);
  });

  test("resolves a whole task_struct", () => {
    const task = btf.struct("task_struct");
    const comm = task?.members.find(({ name }) => name === "comm");
    expect(comm?.type).toMatchObject({
      kind: "array",
      length: 16,
      element: { kind: "int", encoding: "char" },
    });
    expect(task?.members.find(({ name }) => name === "mm")?.type).toMatchObject({
      kind: "pointer",
      sizeBytes: 8,
      target: "struct mm_struct",
    });
  });

  test("has enums of 32 and 64 bits", () => {
    expect(btf.enum("bpf_map_type")?.values[1]).toEqual({ name: "BPF_MAP_TYPE_HASH", value: 1n });
  });

  test.each(["struct", "enum", "variable", "function", "tracepoint"] as const)(
    "%s of what does not exist is undefined",
    (method) => {
      expect(btf[method]("no_such_thing")).toBeUndefined();
      expect(btf[method]("")).toBeUndefined();
    },
  );
});

/** In memory: mapped from the kernel, and, as before Linux 6.16, of this process. */
function kernelBytes(): number {
  const mapped = readFileSync("/proc/self/maps", "utf8").includes("/sys/kernel/btf/vmlinux");
  return process.memoryUsage.rss() + (mapped ? statSync("/sys/kernel/btf/vmlinux").size : 0);
}
