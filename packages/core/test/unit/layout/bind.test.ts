import { describe, expect, test } from "vitest";
import * as fields from "../../../src/contract/fields.js";
import { record } from "../../../src/contract/record.js";
import { ProbeError } from "../../../src/errors/probe-error.js";
import { bindRecord } from "../../../src/layout/bind.js";
import { btf, chars, data, header, s32, struct, u32 } from "../../support/btf.js";

const inner = struct("inner", { pid: u32 });
const types = btf({
  structs: [
    struct("good", { header, count: u32, ret: s32, name: chars(16), path: data, owner: inner }),
    struct("headless", { count: u32 }),
  ],
});

const bind = (struct: string, spec: fields.Fields) => bindRecord("demo", record(struct, "", spec), types);

describe("binding a record to its struct", () => {
  test("finds members by snake_case, by `from`, and inside of nested structs", () => {
    const bound = bind("good", {
      count: fields.integer(),
      result: fields.integer({ from: "ret" }),
      ownerPid: fields.integer({ from: "owner.pid" }),
    });
    expect(bound.fields.map(({ offsetBytes }) => offsetBytes)).toEqual([16, 20, 48]);
    expect(bound.contextOffsetBytes).toBeUndefined();
  });

  test.each<[string, string, fields.Fields, string]>([
    [
      "an unknown struct",
      "absent",
      {},
      "demo: bind struct absent: not in the object's BTF; add PROBE_RECORD(absent); to the .bpf.c, or correct the name",
    ],
    [
      "a struct without a header",
      "headless",
      {},
      "demo: bind struct headless: its first member must be `struct probe_header header`",
    ],
    [
      "a missing member",
      "good",
      { total: fields.integer() },
      "demo: bind struct good: field total: no member total; it has header, count, ret, name, path, owner",
    ],
    [
      "a number where a string is wanted",
      "good",
      { count: fields.text() },
      "demo: bind struct good: field count: member count: expected an array of char, found an unsigned 32-bit integer",
    ],
    [
      "a string where a number is wanted",
      "good",
      { name: fields.integer() },
      "demo: bind struct good: field name: member name: expected an integer, found an array of 16 × a signed 8-bit integer",
    ],
    [
      "an errno that has no sign",
      "good",
      { count: fields.errno() },
      "demo: bind struct good: field count: member count: expected a signed integer, found an unsigned 32-bit integer",
    ],
    [
      "a duration of 32 bits",
      "good",
      { count: fields.durationMs() },
      "demo: bind struct good: field count: member count: expected an unsigned 64-bit integer of nanoseconds, found an unsigned 32-bit integer",
    ],
    [
      "a tail string that is none",
      "good",
      { owner: fields.string() },
      "demo: bind struct good: field owner: member owner: expected struct probe_data, found struct inner",
    ],
    [
      "an unknown enum",
      "good",
      { count: fields.enumeration("op") },
      "demo: bind struct good: field count: no enum op in the object's BTF",
    ],
    [
      "an unknown flag",
      "good",
      { cut: fields.flag("CUT") },
      "demo: bind struct good: field cut: no flag CUT; there are PROBE_FLAG_TRUNCATED, PROBE_FLAG_UNREADABLE",
    ],
  ])("refuses %s", (_, struct, spec, message) => {
    expect(() => bind(struct, spec)).toThrow(ProbeError);
    expect(() => bind(struct, spec)).toThrow(message);
  });
});
