import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import * as native from "../../src/index.js";
import { errorOf, open, readVariable, variableOf } from "../helpers/objects.js";

function loadPlaces(prepare: (object: native.OpenedObject) => void = () => {}) {
  const opened = open("places");
  prepare(opened);
  const object = opened.load();
  onTestFinished(() => object.close());
  const hits = variableOf(opened.btf, object, "hits");
  return { object, hits: () => readVariable(hits) };
}

test("a perf event samples a busy CPU", async () => {
  const { object, hits } = loadPlaces();
  // PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK
  for (const cpu of [0, 1]) {
    object.attach("on_sample", { type: "perfEvent", eventType: 1, config: 0n, frequencyHz: 1000, cpu });
  }
  const end = performance.now() + 2000;
  while (hits() === 0n && performance.now() < end);
  expect(hits()).toBeGreaterThan(0n);
});

test("a uprobe sees another program's call of a library function", async () => {
  const { object, hits } = loadPlaces();
  object.attach("on_call", { type: "uprobe", path: "libc.so.6", function: "getenv" });
  const before = hits();
  await once(spawn("/bin/ls", ["/"], { stdio: "ignore" }), "exit");
  expect(hits()).toBeGreaterThan(before);
});

test("a cgroup program sees packets leave", async () => {
  const { object, hits } = loadPlaces();
  const path = process.env.CGROUP2 ?? "/sys/fs/cgroup/unified";
  object.attach("on_egress", { type: "cgroup", path });
  const { createSocket } = await import("node:dgram");
  const socket = createSocket("udp4");
  await new Promise((resolve) => socket.send("x", 9, "127.0.0.1", resolve));
  socket.close();
  expect(hits()).toBeGreaterThan(0n);
});

test("an attach target set before the load replaces the section's", () => {
  const { object, hits } = loadPlaces((opened) => {
    opened.setAutoload("retargeted", true);
    opened.setAttachTarget("retargeted", "sys_enter");
  });
  object.attach("retargeted", { type: "section" });
  void process.ppid;
  expect(hits()).toBeGreaterThan(0n);
});

test("an iterator attaches by its section", () => {
  const { object } = loadPlaces();
  object.attach("on_task", { type: "section" }).close();
});

test.each([
  ["on_nothing", { type: "section" }, "ENOENT", "no tracepoint sched:sched_no_such_event"],
  ["on_nothing", { type: "tracepoint", category: "../..", name: "kernel" }, "ENOENT", "no tracepoint"],
  ["on_nothing", { type: "rawTracepoint", name: "no_such" }, undefined, "attach places/on_nothing"],
  ["no_hook", { type: "section" }, "EOPNOTSUPP", "Operation not supported"],
  ["no_such", { type: "section" }, "ENOENT", "no such program"],
  [
    "on_kernel_call",
    { type: "kprobe", function: "no_such_function_here" },
    undefined,
    "attach places/on_kernel_call",
  ],
  ["on_syscall", { type: "ksyscall", syscall: "no_such_call" }, undefined, "attach places/on_syscall"],
  ["on_call", { type: "uprobe", path: "/no/such/file", function: "main" }, "ENOENT", "No such file"],
  ["on_usdt", { type: "usdt", path: "/bin/ls", provider: "none", name: "none" }, "ESRCH", ""],
  ["on_egress", { type: "cgroup", path: "/no/such/folder" }, "ENOENT", "No such file"],
  ["on_egress", { type: "cgroup", path: "/tmp" }, "EBADF", ""],
  ["on_sample", { type: "perfEvent", eventType: 99, config: 0n, frequencyHz: 99, cpu: 0 }, "ENOENT", ""],
  ["on_sample", { type: "perfEvent", eventType: 1, config: 0n, frequencyHz: 99, cpu: 99_999 }, undefined, ""],
] as const)("%s cannot be attached to %o: %s", (program, target, errno, text) => {
  const { object } = loadPlaces();
  const error = errorOf(() => object.attach(program, target));
  expect(error).toMatchObject({ code: "ERR_KERNEL", syscall: "attach" });
  if (errno !== undefined) expect(error.errno).toBe(errno);
  expect(error.message).toContain(text);
});

test.each([
  ["syscalls", "sys_enter_openat", true],
  ["sched", "sched_switch", true],
  ["sched", "no_such_event", false],
  ["no_such_category", "sched_switch", false],
  ["..", "sched_switch", false],
  ["sched/sched_switch", "", false],
])("hasTracepoint(%j, %j) is %s", (category, name, expected) => {
  expect(native.hasTracepoint(category, name)).toBe(expected);
});
