import { expect, onTestFinished, test } from "vitest";
import { openEvents, readVariable, variableOf } from "../helpers/objects.js";
import { emit, startReader, startSource } from "../helpers/ring.js";

test("an event goes from a program to JavaScript", async () => {
  const source = startSource();
  onTestFinished(source.close);
  const reader = startReader(source);
  onTestFinished(() => reader.ring.close());
  emit();
  await reader.reached(1);
  expect(reader.received).toEqual([0n]);
  expect(reader.ring.stats).toMatchObject({ records: 1, bytes: 16, stalls: 0, oversized: 0 });
});

test.each([
  ["on_getppid", { type: "section" }],
  ["on_getppid", { type: "tracepoint", category: "syscalls", name: "sys_enter_getppid" }],
  ["on_raw", { type: "rawTracepoint", name: "sys_enter" }],
] as const)("%s runs when attached by %j, and no more once the link is closed", (program, target) => {
  const opened = openEvents();
  const object = opened.load();
  onTestFinished(() => object.close());
  const hits = variableOf(opened.btf, object, "hits");
  const link = object.attach(program, target);
  void process.ppid;
  expect(readVariable(hits)).toBe(1n);
  link.close();
  void process.ppid;
  expect(readVariable(hits)).toBe(1n);
});

test("a link that nobody keeps lasts as long as its object", async () => {
  const { collectGarbage } = await import("../helpers/leaks.js");
  const opened = openEvents();
  const object = opened.load();
  onTestFinished(() => object.close());
  const hits = variableOf(opened.btf, object, "hits");
  object.attach("on_getppid", { type: "section" });
  await collectGarbage();
  void process.ppid;
  expect(readVariable(hits)).toBe(1n);
});

test("programs that are switched off are not loaded", () => {
  const opened = openEvents();
  opened.setAutoload("on_raw", false);
  const object = opened.load();
  onTestFinished(() => object.close());
  expect(object.programStats().map(({ name }) => name)).toEqual(["on_sys_enter", "on_getppid"]);
  expect(() => object.attach("on_raw", { type: "rawTracepoint", name: "sys_enter" })).toThrow(
    "attach events/on_raw: EINVAL: the program was not loaded",
  );
});

test("a program's statistics tell its size", () => {
  const object = openEvents().load();
  onTestFinished(() => object.close());
  for (const stats of object.programStats()) {
    expect(stats.instructions).toBeGreaterThan(5);
    expect(stats.verifiedInstructions).toBeGreaterThan(5);
    expect(stats.runCount).toBe(0n);
  }
});
