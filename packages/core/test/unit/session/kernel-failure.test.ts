import { expect, test } from "vitest";
import { loading } from "../../../src/session/kernel-failure.js";
import { kernelError } from "../../../src/testing/fake/fake-kernel.js";

const load = (log: string) => () =>
  loading("mine", "mine.bpf.o", () => {
    throw kernelError("EINVAL", log);
  });

test.each([
  ["<byte_off> [24] struct task_struct.no_such_member (0:1 @ offset 4)", "struct task_struct.no_such_member"],
  ["<byte_off> [24] struct task_struct___mine.old (0:0 @ offset 0)", "struct task_struct.old"],
  ["<enumval_value> [7] enum sock_flags::SOCK_DONE = 1", "enum sock_flags::SOCK_DONE"],
  ["<type_size> [9] typedef kernel_cap_t", "kernel_cap_t"],
  ["<byte_off> [3] struct cred.caps[2] (0:1:2 @ offset 16)", "struct cred.caps[2]"],
])("a relocation that libbpf could not resolve is told: %s", (relocation, missing) => {
  expect(load(`1: <invalid CO-RE relocation>\nfailed to resolve CO-RE relocation ${relocation}\n`)).toThrow(
    expect.objectContaining({
      code: "ERR_KERNEL_TYPE",
      message: `mine: load mine.bpf.o: EINVAL: this kernel has no ${missing}`,
    }),
  );
});

test("what the verifier says of anything else is told as it says it", () => {
  expect(load("0: (95) exit\nR0 !read_ok\nprocessed 1 insns")).toThrow(
    expect.objectContaining({ code: "ERR_LOAD", message: "mine: load mine.bpf.o: EINVAL: R0 !read_ok" }),
  );
});
