import { expect, onTestFinished, test } from "vitest";
import * as native from "../../src/index.js";
import { errorOf, open, openEvents } from "../helpers/objects.js";

test("a program that the verifier rejects: the log is in the error, nothing on stderr", () => {
  const error = errorOf(() => open("rejected").load());
  expect(error).toBeInstanceOf(Error);
  expect(error.message).toBe("load rejected: EACCES: Permission denied");
  expect(error).toMatchObject({ code: "ERR_KERNEL", errno: "EACCES", syscall: "load" });
  expect(error.log).toContain("R1 invalid mem access 'scalar'");
  expect(error.log).toContain("reads_anywhere");
});

test("libbpf's own codes have names", () => {
  const error = errorOf(() => native.openObject(Buffer.from("not an ELF file"), { name: "junk" }));
  expect(error).toMatchObject({ code: "ERR_KERNEL", errno: "LIBBPF_FORMAT", syscall: "open" });
  expect(error.message).toBe("open junk: LIBBPF_FORMAT: BPF object format invalid");
  expect(error.log).toContain("not a proper ELF object");
});

test("the log of one call is not in the error of the next", () => {
  errorOf(() => open("rejected").load());
  expect(errorOf(() => openEvents().setAutoload("nothing", true)).log).toBe("");
});

test.each([
  ["no such program", "ENOENT", (object: native.OpenedObject) => object.setAutoload("nothing", true)],
  ["no such map", "ENOENT", (object: native.OpenedObject) => object.setMaxEntries("nothing", 1)],
  ["no such map", "ENOENT", (object: native.OpenedObject) => object.setData(".nothing", 0, Buffer.alloc(1))],
  [
    "not a data section",
    "EINVAL",
    (object: native.OpenedObject) => object.setData("counts", 0, Buffer.alloc(1)),
  ],
  [
    "a data section has one entry",
    "EINVAL",
    (object: native.OpenedObject) => object.setMaxEntries(".bss", 2),
  ],
])("%s: %s", (reason, errno, call) => {
  const object = openEvents();
  onTestFinished(() => object.close());
  const error = errorOf(() => call(object));
  expect(error.errno).toBe(errno);
  expect(error.message).toContain(reason);
});

test("an attach target that this kernel does not have", () => {
  const object = open("places");
  onTestFinished(() => object.close());
  const error = errorOf(() => object.setAttachTarget("retargeted", "no_such_function"));
  expect(error).toMatchObject({ errno: "ESRCH", syscall: "setAttachTarget" });
});
