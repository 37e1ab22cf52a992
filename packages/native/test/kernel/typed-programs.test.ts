import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { Addon } from "../../src/addon.js";
import { kernelBtf, type OpenedObject } from "../../src/index.js";
import { bpfObject } from "../helpers/bpf.js";
import { errorOf, open, readVariable, variableOf } from "../helpers/objects.js";

function openTyped(...programs: string[]): OpenedObject {
  const object = open("typed");
  onTestFinished(() => object.close());
  for (const { name } of object.programs) object.setAutoload(name, programs.includes(name));
  return object;
}

test("sections are as their author wrote them", () => {
  expect(openTyped().programs).toEqual([
    { name: "on_enter", section: "tp_btf/sys_enter" },
    { name: "on_open", section: "fentry/vfs_open" },
    { name: "on_opened", section: "fexit/vfs_open" },
    { name: "on_nothing", section: "tp_btf/no_such_tracepoint" },
    { name: "on_raw_enter", section: "raw_tp/sys_enter" },
  ]);
});

test("a program goes to the target of its section", () => {
  const object = openTyped("on_enter");
  const loaded = object.load();
  onTestFinished(() => loaded.close());
  const hits = variableOf(object.btf, loaded, "hits");
  loaded.attach("on_enter", { type: "section" });
  void process.ppid;
  expect(readVariable(hits)).toBeGreaterThan(0n);
});

test("a section's target that this kernel does not have fails the load, by name", () => {
  const error = errorOf(() => openTyped("on_nothing").load());
  expect(error).toMatchObject({ errno: "ESRCH", syscall: "load" });
  expect(error.message + error.log).toContain("no_such_tracepoint");
});

test("finding a target does not read the kernel's types again", () => {
  kernelBtf();
  const object = openTyped("on_enter");
  const before = bytesRead();
  object.setAttachTarget("on_enter", "sys_exit");
  object.load().close();
  expect(bytesRead() - before).toBeLessThan(statSync("/sys/kernel/btf/vmlinux").size / 2);
});

test("a second copy of the addon in the process loads such programs too", () => {
  const copy = copyOfAddon();
  const handle = copy.objectOpen(bpfObject("typed"), "copy");
  const programs = copy.objectPrograms(handle);
  expect(programs).toContainEqual({ name: "on_enter", section: "tp_btf/sys_enter" });
  for (const { name } of programs) copy.objectSetAutoload(handle, name, name === "on_enter");
  const loaded = copy.objectLoad(handle);
  onTestFinished(() => copy.objectClose(loaded));
  copy.linkClose(copy.attachSection(loaded, "on_enter"));
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
