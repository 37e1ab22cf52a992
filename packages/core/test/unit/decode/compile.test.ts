import { once } from "node:events";
import { describe, expect, test } from "vitest";
import * as fields from "../../../src/contract/fields.js";
import { record } from "../../../src/contract/record.js";
import { Clock } from "../../../src/decode/clock.js";
import { compileDecoder } from "../../../src/decode/compile.js";
import type { ContextRequest } from "../../../src/decode/context-fields.js";
import { Dispatcher } from "../../../src/decode/dispatcher.js";
import { Interner } from "../../../src/decode/interner.js";
import { RecordBuffer } from "../../../src/decode/record-buffer.js";
import { TailReader } from "../../../src/decode/tail.js";
import { JsonOutput } from "../../../src/json/output.js";
import { bindRecord } from "../../../src/layout/bind.js";
import { btf, chars, context, data, header, s32, struct, u8, u32, u64 } from "../../support/btf.js";
import { type Form, formsOf } from "../../support/forms.js";

const sample = struct("sample", {
  header,
  context,
  small: u8,
  ret: s32,
  age_ns: u64,
  cookie: u64,
  operation: u32,
  comm_before: chars(16),
  path: data,
  argv: data,
});

const types = btf({
  structs: [sample],
  enums: [
    {
      name: "op",
      sizeBytes: 4,
      values: [
        { name: "SAMPLE_OP_UNLINK", value: 1n },
        { name: "SAMPLE_OP_RENAME_OVER", value: 2n },
      ],
    },
  ],
});

const spec = record("sample", "A sample.", {
  small: fields.integer(),
  ret: fields.integer(),
  errno: fields.errno({ from: "ret" }),
  ageMs: fields.durationMs({ from: "age_ns" }),
  cookie: fields.id(),
  failed: fields.boolean({ from: "ret" }),
  truncated: fields.flag("PROBE_FLAG_TRUNCATED"),
  operation: fields.enumeration("op"),
  before: fields.group({ comm: fields.text({ from: "comm_before" }) }),
  path: fields.string(),
  tty: fields.mapped(fields.string({ from: "path" }), { type: "string" }, (path) => path.toUpperCase()),
  argv: fields.strings(),
});

function setUp(request: ContextRequest = {}, used = spec) {
  const buffer = new RecordBuffer(4096);
  const clock = new Clock();
  const tail = new TailReader(buffer, new Interner(buffer));
  const output = new JsonOutput(buffer);
  const bound = { probe: "demo", event: "happened", number: 1, record: bindRecord("demo", used, types) };
  const decoder = compileDecoder(bound, { buffer, tail, clock, output, context: request });
  const dispatcher = new Dispatcher(buffer);
  dispatcher.add(7, 1, decoder);
  const forms = formsOf(output);
  const read = (bytes: number, form: Form): unknown[] => {
    dispatcher.refill(bytes);
    const values: unknown[] = [];
    const next = () => dispatcher.next<unknown>(forms[form], noLog);
    for (let value = next(); value !== undefined; value = next()) values.push(value);
    return values;
  };
  return { buffer, dispatcher, read };
}

const noLog = () => {
  throw new Error("no log line was written");
};

/** Writes a record as a ring would; gives the bytes used. */
function write(
  buffer: RecordBuffer,
  change: (record: Buffer, at: (member: string) => number) => void = () => {},
): number {
  const tail = Buffer.from("/tmp/a\0echo\0\0x");
  const length = sample.sizeBytes + tail.length;
  const at = (member: string) =>
    (sample.members.find(({ name }) => name === member)?.offsetBits ?? Number.NaN) / 8;
  buffer.bytes.fill(0, 0, length + 16);
  buffer.bytes.writeUInt32LE(length, 0);
  const bytes = buffer.bytes.subarray(8, 8 + length);
  bytes.writeBigUInt64LE(2_000_000n, 0);
  bytes.writeUInt16LE(7, 8);
  bytes.writeUInt16LE(1, 10);
  bytes.writeUInt32LE(1, 12);
  bytes.writeUInt32LE(41, at("context") + 8);
  bytes.writeUInt32LE(0xfffffffe, at("context") + 20);
  bytes.write("sh", at("context") + 48);
  bytes.writeBigUInt64LE(99n, at("context"));
  bytes.writeUInt8(200, at("small"));
  bytes.writeInt32LE(-2, at("ret"));
  bytes.writeBigUInt64LE(1_500_000n, at("age_ns"));
  bytes.writeBigUInt64LE(0xffffffffffffffffn, at("cookie"));
  bytes.writeUInt32LE(2, at("operation"));
  bytes.write("0123456789abcdef", at("comm_before"));
  bytes.writeUInt32LE(sample.sizeBytes, at("path"));
  bytes.writeUInt32LE(6, at("path") + 4);
  bytes.writeUInt32LE(sample.sizeBytes + 7, at("argv"));
  bytes.writeUInt32LE(7, at("argv") + 4);
  tail.copy(bytes, sample.sizeBytes);
  change(bytes, at);
  return 8 + Math.ceil(length / 8) * 8;
}

const expected = {
  probe: "demo",
  event: "happened",
  timeMs: 2,
  ...{ pid: 41, tid: 0, ppid: 0, uid: 0xfffffffe, gid: 0, comm: "sh" },
  small: 200,
  ret: -2,
  errno: "ENOENT",
  ageMs: 1.5,
  cookie: 0xffffffffffffffffn,
  failed: true,
  truncated: true,
  operation: "renameOver",
  before: { comm: "0123456789abcdef" },
  path: "/tmp/a",
  tty: "/TMP/A",
  argv: ["echo", "", "x"],
};

describe("a compiled decoder", () => {
  test("gives every kind of field its value", () => {
    const { buffer, read } = setUp();
    const events = read(write(buffer), "toEvent");
    expect(events).toEqual([expected]);
  });

  test("writes the JSON that the object would give, in the same order", () => {
    const { buffer, read } = setUp();
    const lines = read(write(buffer), "toJson");
    const { probe, event, timeMs: _, ...others } = expected;
    const object = { probe, event, time: "1970-01-01T00:00:00.002000Z", ...others };
    expect(lines).toEqual([
      JSON.stringify(object, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
    ]);
  });

  test("adds namespaces, and what the cgroup is, when asked to", () => {
    const cgroups = {
      path: (id: bigint) => `/pod/${id}`,
      container: (id: bigint) => `container ${id}`,
      podUid: () => null,
    };
    const { buffer, read } = setUp({ cgroups });
    const added = { cgroupPath: "/pod/99", container: "container 99", podUid: null };
    const namespaces = { pidNs: 0, mntNs: 0, nsPid: 0, nsTid: 0, nsPpid: 0 };
    expect(read(write(buffer), "toEvent")).toEqual([{ ...expected, cgroupId: 99n, ...namespaces, ...added }]);
    const [line] = read(write(buffer), "toJson") as string[];
    expect(JSON.parse(line ?? "")).toMatchObject({ cgroupId: "99", ...namespaces, ...added });
  });

  test("adds the names of user and group when asked to", () => {
    const accounts = {
      users: { name: (id: number) => `user ${id}` },
      groups: { name: (id: number) => (id === expected.gid ? null : "wrong") },
    };
    const { buffer, read } = setUp({ accounts });
    const names = { user: `user ${expected.uid}`, group: null };
    expect(read(write(buffer), "toEvent")).toEqual([{ ...expected, ...names }]);
    const [line] = read(write(buffer), "toJson") as string[];
    expect(JSON.parse(line ?? "")).toMatchObject(names);
  });

  test("gives a value without a name as a number", () => {
    const { buffer, read } = setUp();
    const bytes = write(buffer, (record, at) => record.writeUInt32LE(77, at("operation")));
    const events = read(bytes, "toEvent");
    expect(events).toMatchObject([{ operation: "77" }]);
  });

  test.each([
    [
      "points outside of itself",
      (record: Buffer, at: (m: string) => number) => record.writeUInt32LE(5000, at("path") + 4),
    ],
    [
      "points outside by overflow",
      (record: Buffer, at: (m: string) => number) => record.writeUInt32LE(0xffffffff, at("argv")),
    ],
  ])("skips and counts a record that %s", (_, change) => {
    const { buffer, dispatcher, read } = setUp();
    const events = read(write(buffer, change), "toEvent");
    expect(events).toEqual([]);
    expect(dispatcher.malformed).toBe(1);
  });

  test("skips and counts a record that is shorter than its fixed part", () => {
    const { buffer, dispatcher, read } = setUp();
    const bytes = write(buffer);
    buffer.bytes.writeUInt32LE(40, 0);
    const events = read(48, "toEvent");
    expect([events.length, dispatcher.malformed, bytes > 48]).toEqual([0, 1, true]);
  });

  test("passes over records of a plan that was given up", () => {
    const { buffer, dispatcher, read } = setUp();
    const bytes = write(buffer, (record) => record.writeUInt16LE(8, 8));
    const events = read(bytes, "toEvent");
    expect([events.length, dispatcher.malformed]).toEqual([0, 0]);
  });

  test("writes valid JSON of whatever a mapped() function gives", () => {
    const mappedTo = (value: unknown) => fields.mapped(fields.integer({ from: "small" }), {}, () => value);
    const used = record("sample", "", {
      big: mappedTo(2n ** 64n),
      nested: mappedTo({ list: [1n, undefined] }),
      nothing: mappedTo(undefined),
      action: mappedTo(() => 1),
    });
    const { buffer, read } = setUp({}, used as never);
    const [line] = read(write(buffer), "toJson");
    expect(JSON.parse(line as string)).toMatchObject({
      big: "18446744073709551616",
      nested: { list: ["1", null] },
      nothing: null,
      action: null,
    });
  });

  test("counts as malformed what a mapped() function throws on, and warns of the first", async () => {
    const used = record("sample", "", {
      small: fields.mapped(fields.integer(), {}, (): number => {
        throw new Error("not for me");
      }),
    });
    const { buffer, dispatcher, read } = setUp({}, used as never);
    const warned = once(process, "warning") as Promise<[Error]>;
    expect(read(write(buffer), "toEvent")).toEqual([]);
    expect(read(write(buffer), "toEvent")).toEqual([]);
    expect(dispatcher.malformed).toBe(2);
    expect((await warned)[0].message).toMatch(/^A record of demo happened could not be decoded.*not for me/s);
  });

  test("finds the context by the object's own struct", () => {
    const moved = struct(
      "probe_context",
      Object.fromEntries(context.members.map((m) => [m.name, m.type]).reverse()),
    );
    const other = struct("other", { header, who: moved });
    const bound = bindRecord("demo", record("other", "", {}), btf({ structs: [other] }));
    const offset = (name: string) => bound.context?.always.find((field) => field.name === name)?.offsetBytes;
    expect([offset("comm"), offset("gid"), offset("pid")]).toEqual([16, 52, 68]);
  });
});
