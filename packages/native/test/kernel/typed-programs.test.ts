import { closeSync, copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { Addon } from "../../src/addon.js";
import { kernelBtf, libbpfVersion, type OpenedObject } from "../../src/index.js";
import { bpfObject } from "../helpers/bpf.js";
import { errorOf, open, readVariable, setWord, variableOf } from "../helpers/objects.js";

const kernelTypes = "/sys/kernel/btf/vmlinux";
/** From 1.6 on there is no need, and 1.2 does not let others do it. */
const findsTargetsItself = /^1\.(2|[6-9]|\d\d)\b/.test(libbpfVersion());
const getppidNumber = process.arch === "arm64" ? 173 : 110;

function openTyped(...programs: string[]): OpenedObject {
  const object = open("typed");
  onTestFinished(() => object.close());
  for (const { name } of object.programs) object.setAutoload(name, programs.includes(name));
  setWord(object, "target_tgid", process.pid);
  return object;
}

/** How often a program was hit while `act` ran. */
function hitsOf(object: OpenedObject, program: string, act: () => void): bigint {
  const loaded = object.load();
  onTestFinished(() => loaded.close());
  loaded.attach(program, { type: "section" });
  act();
  return readVariable(variableOf(object.btf, loaded, "hits"));
}

test("sections are as their author wrote them", () => {
  expect(openTyped().programs).toEqual([
    { name: "on_call", section: "tp_btf/sys_enter" },
    { name: "on_open", section: "fentry/vfs_open" },
    { name: "on_opened", section: "fexit/vfs_open" },
    { name: "on_nothing", section: "tp_btf/no_such_tracepoint" },
    { name: "on_raw_enter", section: "raw_tp/sys_enter" },
  ]);
});

test("a program goes to the target of its section", () => {
  const object = openTyped("on_call");
  setWord(object, "wanted", getppidNumber);
  expect(hitsOf(object, "on_call", () => void process.ppid)).toBe(1n);
});

test("a target that was set replaces the section's", () => {
  const object = openTyped("on_call");
  setWord(object, "wanted", process.ppid);
  object.setAttachTarget("on_call", "sys_exit");
  expect(hitsOf(object, "on_call", () => void process.ppid)).toBe(1n);
});

test("a target that is not there changes nothing", () => {
  const object = openTyped("on_call");
  setWord(object, "wanted", getppidNumber);
  expect(errorOf(() => object.setAttachTarget("on_call", "no_such_tracepoint")).errno).toBe("ESRCH");
  expect(hitsOf(object, "on_call", () => void process.ppid)).toBe(1n);
});

test("a section's target that this kernel does not have fails the load, by name", () => {
  const error = errorOf(() => openTyped("on_nothing").load());
  expect(error).toMatchObject({ errno: "ESRCH", syscall: "load" });
  expect(error.message + error.log).toContain("no_such_tracepoint");
});

test.for(["on_open", "on_opened"])("a kernel's function is a target, too: %s", (program, { skip }) => {
  const object = openTyped(program);
  try {
    const hits = hitsOf(object, program, () => closeSync(openSync("/dev/null", "r")));
    expect(hits).toBeGreaterThan(0n);
  } catch (error) {
    if ((error as { errno?: string }).errno === "EPERM") skip("this kernel refuses fentry and fexit (EPERM)");
    throw error;
  }
});

test("finding a target does not read the kernel's types again", ({ skip }) => {
  skip(findsTargetsItself, "this libbpf finds targets itself");
  kernelBtf();
  const object = openTyped("on_call");
  const before = bytesRead();
  object.setAttachTarget("on_call", "sys_exit");
  object.load().close();
  expect(bytesRead() - before).toBeLessThan(statSync(kernelTypes).size / 2);
});

test("setting a target does not keep the kernel's types", async ({ skip }) => {
  skip(findsTargetsItself, "this libbpf finds targets itself");
  openTyped("on_call").setAttachTarget("on_call", "sys_exit");
  await turn();
  expect(readFileSync("/proc/self/maps", "utf8")).not.toContain(kernelTypes);
});

test("a second copy of the addon in the process loads such programs too", () => {
  openTyped();
  const copy = copyOfAddon();
  const handle = copy.objectOpen(bpfObject("typed"), "copy");
  const programs = copy.objectPrograms(handle);
  expect(programs).toContainEqual({ name: "on_call", section: "tp_btf/sys_enter" });
  for (const { name } of programs) copy.objectSetAutoload(handle, name, name === "on_call");
  const loaded = copy.objectLoad(handle);
  onTestFinished(() => copy.objectClose(loaded));
  copy.linkClose(copy.attachSection(loaded, "on_call"));
});

test("a program can ask for types as such", () => {
  const loaded = open("whole-types").load();
  onTestFinished(() => loaded.close());
  expect(loaded.run("types_exist")).toBe(1);
});

/** By `read()` and its like, of any file (proc_pid_io(5)). */
function bytesRead(): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
}

/** As of another version of the package: with nothing in common but libbpf. */
function copyOfAddon(): Addon {
  const require = createRequire(import.meta.url);
  const built = require("node-gyp-build").resolve(fileURLToPath(new URL("../..", import.meta.url)));
  const folder = mkdtempSync(path.join(tmpdir(), "probekit-addon-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "copy.node");
  copyFileSync(built, file);
  return require(file) as Addon;
}
