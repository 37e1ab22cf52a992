import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { plan, tracepoint } from "../../../src/contract/attach.js";
import { integer, strings, text } from "../../../src/contract/fields.js";
import {
  defineProbe,
  type ProbeEvent,
  type ProbeOptions,
  requireProbe,
} from "../../../src/contract/probe.js";
import { record } from "../../../src/contract/record.js";
import type { Kernel } from "../../../src/kernel/kernel.js";
import { openSession } from "../../../src/session/open.js";
import { use } from "../../../src/session/options.js";
import type { Session } from "../../../src/session/session.js";

const base = {
  summary: "",
  object: new URL("file:///none"),
  visibility: "file",
  options: z.object({ full: z.boolean().default(true) }),
  attachPlans: [plan("a", { p: tracepoint("x", "y") })],
  columns: { opened: [], closed: [] },
  events: {
    opened: record("opened", "", { path: text(), argv: strings() }),
    closed: record("closed", "", { code: integer() }),
  },
} as const;

const files = defineProbe({ name: "files", ...base });

describe("a probe's contract", () => {
  test.each([
    [
      "a name with capitals",
      { ...base, name: "Files" },
      "the name must be lower-case letters, digits and hyphens",
    ],
    [
      "two plans of one name",
      { ...base, name: "f", attachPlans: [base.attachPlans[0], base.attachPlans[0]] as const },
      "two attach plans are called a",
    ],
    [
      "an event name that is not camelCase",
      { ...base, name: "f", events: { Opened: base.events.opened }, columns: { Opened: [] } },
      "the event name Opened is not camelCase",
    ],
  ])("refuses %s", (_, definition, message) => {
    expect(() => defineProbe(definition as never)).toThrow(message);
  });

  test("is recognised across copies of the package", () => {
    const copy = { ...files, [Symbol.for("probekit.probe")]: true };
    expect(requireProbe(copy, "elsewhere").name).toBe("files");
    expect(() => requireProbe({}, "elsewhere")).toThrow(
      "elsewhere: its default export is not a defineProbe(…) value",
    );
    expect(() => requireProbe({ ...files, apiVersion: 99 }, "elsewhere")).toThrow("version 99");
  });

  test("gives its events their types", () => {
    type Event = ProbeEvent<typeof files>;
    expectTypeOf<Event["event"]>().toEqualTypeOf<"opened" | "closed">();
    expectTypeOf<Extract<Event, { event: "opened" }>["argv"]>().toEqualTypeOf<string[]>();
    expectTypeOf<Extract<Event, { event: "closed" }>["code"]>().toEqualTypeOf<number>();
    expectTypeOf<Event["timeMs"]>().toEqualTypeOf<number>();
    expectTypeOf<ProbeOptions<typeof files>>().toEqualTypeOf<{ full?: boolean | undefined }>();
  });

  test("gives a session of several probes the union of their events", () => {
    const other = defineProbe({ name: "other", ...base });
    const open = () => openSession({ kernel: {} as Kernel, probes: [files, use(other, { full: false })] });
    type Event = ReturnType<typeof open> extends Session<infer E> ? E : never;
    expectTypeOf<Event["probe"]>().toEqualTypeOf<"files" | "other">();
    expectTypeOf<Extract<Event, { probe: "other"; event: "opened" }>["path"]>().toEqualTypeOf<string>();
  });
});
