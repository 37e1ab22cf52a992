import { expect, test } from "vitest";
import { kprobe, plan, tracepoint } from "../../../src/contract/attach.js";
import type { OpenedObject } from "../../../src/kernel/kernel.js";
import { checkPrograms } from "../../../src/session/probe-object.js";

const object = { programs: [{ name: "on_call", section: "tracepoint/a/b" }] } as unknown as OpenedObject;

test("every target of a program must be of the program's kind", () => {
  checkPrograms("demo", object, plan("all", { on_call: [tracepoint("a", "b"), tracepoint("a", "c")] }));
  expect(() =>
    checkPrograms("demo", object, plan("all", { on_call: [tracepoint("a", "b"), kprobe("c")] })),
  ).toThrow('demo: bind plan all, program on_call: expected SEC("kprobe/…"), found SEC("tracepoint/a/b")');
});
