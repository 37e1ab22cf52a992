import { describe, expect, test } from "vitest";
import * as fields from "../../../src/contract/fields.js";
import { record } from "../../../src/contract/record.js";
import { ProbeError } from "../../../src/errors/probe-error.js";
import { bindRecord } from "../../../src/layout/bind.js";
import {
  btf,
  chars,
  context,
  data,
  header,
  packed,
  s32,
  struct,
  u8,
  u16,
  u32,
  u64,
} from "../../support/btf.js";

const inner = struct("inner", { pid: u32 });
const types = btf({
  structs: [
    struct("good", { header, count: u32, ret: s32, name: chars(16), path: data, owner: inner }),
    struct("headless", { count: u32 }),
    struct("old_header", {
      header: struct("probe_header", { time_ns: u64, flags: u32, probe: u16, event: u16 }),
    }),
    struct("old_context", {
      header,
      context: struct("probe_context", { cgroup_id: u64, pid: u32, tid: u32 }),
    }),
    packed("uneven", { header, small: u8, count: u32, wide: u64, name: chars(2), path: data }),
    packed("uneven_context", { header, small: u32, context }),
    struct("huge", { header, value: { ...u64, sizeBytes: 16 } as never }),
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
    expect(bound.context).toBeUndefined();
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
      "demo: bind struct good: field name: member name: expected an integer of at most 64 bits, found an array of 16 × a signed 8-bit integer",
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
      "another header",
      "old_header",
      {},
      "demo: bind struct old_header: struct probe_header has no probe of 2 bytes at 8: the object was built with other headers than this version of @probekit/core; build it again",
    ],
    [
      "another context",
      "old_context",
      {},
      "demo: bind struct old_context: field ppid: no member context.ppid; it has cgroup_id, pid, tid",
    ],
    [
      "a packed integer",
      "uneven",
      { count: fields.integer() },
      "demo: bind struct uneven: field count: member count: expected at a multiple of 4 bytes, found at 17; the struct must not be packed",
    ],
    [
      "a packed 64-bit id",
      "uneven",
      { wide: fields.id() },
      "member wide: expected at a multiple of 8 bytes, found at 21",
    ],
    [
      "a packed tail string",
      "uneven",
      { path: fields.string() },
      "member path: expected at a multiple of 4 bytes, found at 31",
    ],
    [
      "a packed context",
      "uneven_context",
      {},
      "member context.cgroup_id: expected at a multiple of 8 bytes, found at 20",
    ],
    [
      "an integer of 128 bits",
      "huge",
      { value: fields.integer() },
      "member value: expected an integer of at most 64 bits, found an unsigned 128-bit integer",
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

  test("takes what is not aligned where that does not matter", () => {
    expect(bind("uneven", { name: fields.text(), small: fields.boolean() }).fields).toHaveLength(2);
  });

  test("takes flags from the object's BTF, where it has them", () => {
    const flags = { name: "probe_flag", sizeBytes: 4, values: [{ name: "PROBE_FLAG_NEW", value: 8n }] };
    const spec = record("plain", "", { isNew: fields.flag("PROBE_FLAG_NEW") });
    const bound = bindRecord("demo", spec, btf({ structs: [struct("plain", { header })], enums: [flags] }));
    expect(bound.fields.map(({ bit }) => bit)).toEqual([8]);
  });
});
