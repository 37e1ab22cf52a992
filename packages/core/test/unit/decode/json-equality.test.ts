import fc from "fast-check";
import { expect, test } from "vitest";
import * as fields from "../../../src/contract/fields.js";
import { record } from "../../../src/contract/record.js";
import { Clock } from "../../../src/decode/clock.js";
import { compileDecoder } from "../../../src/decode/compile.js";
import { Interner } from "../../../src/decode/interner.js";
import { RecordBuffer } from "../../../src/decode/record-buffer.js";
import { TailReader } from "../../../src/decode/tail.js";
import { JsonOutput } from "../../../src/json/output.js";
import { bindRecord } from "../../../src/layout/bind.js";
import { btf, chars, context, data, header, s32, struct, u8, u16, u32, u64 } from "../../support/btf.js";
import { formsOf } from "../../support/forms.js";

const integers = {
  u8,
  u16,
  u32,
  u64,
  s8: { ...u8, signed: true },
  s16: { ...u16, signed: true },
  s32,
  s64: { ...u64, signed: true },
};
const sample = struct("sample", { header, context, ...integers, name: chars(7), path: data, argv: data });
const fixedBytes = sample.sizeBytes;
const at = (member: string) =>
  (sample.members.find(({ name }) => name === member)?.offsetBits ?? Number.NaN) / 8;

const each = <T>(make: (from: string) => T, suffix: string) =>
  Object.fromEntries(Object.keys(integers).map((from) => [`${from}${suffix}`, make(from)]));

const spec = record("sample", "", {
  ...each((from) => fields.integer({ from }), ""),
  ...each((from) => fields.boolean({ from }), "IsSet"),
  s32Errno: fields.errno({ from: "s32" }),
  u64Ms: fields.durationMs({ from: "u64" }),
  id: fields.id({ from: "u64" }),
  truncated: fields.flag("PROBE_FLAG_TRUNCATED"),
  name: fields.text(),
  path: fields.string(),
  maybe: fields.stringOrNull({ from: "path" }),
  'naïve " name': fields.string({ from: "path" }),
  inner: fields.group({ name: fields.text({ from: "name" }), none: fields.group({}) }),
  argv: fields.strings(),
  upper: fields.mapped(fields.string({ from: "path" }), {}, (path) => (path ? path.toUpperCase() : null)),
});

const buffer = new RecordBuffer(4096);
const output = new JsonOutput(buffer);
const clock = new Clock();
const decoder = compileDecoder(
  {
    probe: "demo",
    event: "happened",
    number: 1,
    record: bindRecord("demo", spec, btf({ structs: [sample] })),
  },
  { buffer, output, clock, tail: new TailReader(buffer, new Interner(buffer)), context: {} },
);
const forms = formsOf(output);

/** Text as the kernel has it: often plain, sometimes hostile. */
const text = fc.oneof(
  fc.string({ unit: "grapheme-ascii", maxLength: 80 }).map((plain) => Buffer.from(plain)),
  fc.string({ unit: "binary", maxLength: 30 }).map((any) => Buffer.from(any)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
);
/** With a NUL behind each, or none behind the last. */
const list = fc
  .tuple(fc.array(text, { maxLength: 5 }), fc.constantFrom("\0", ""))
  .map(([texts, end]) =>
    Buffer.concat(
      texts.flatMap((each, i) => [Buffer.from(i > 0 ? "\0" : ""), each]).concat(Buffer.from(end)),
    ),
  );
const word = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const fixed = fc.array(
  word.chain((value) => fc.nat(63).map((shift) => value >> BigInt(shift))),
  { minLength: fixedBytes / 8, maxLength: fixedBytes / 8 },
);

test("the JSON of any record is what JSON.stringify makes of its event", () => {
  fc.assert(
    fc.property(fixed, text, list, (words, path, argv) => {
      for (const [index, value] of words.entries()) buffer.bytes.writeBigUInt64LE(value, 8 * index);
      /* Within what a Date can tell. */
      buffer.bytes.writeUInt32LE(buffer.bytes.readUInt32LE(4) >>> 4, 4);
      buffer.bytes.writeUInt32LE(fixedBytes, at("path"));
      buffer.bytes.writeUInt32LE(path.length, at("path") + 4);
      buffer.bytes.writeUInt32LE(fixedBytes + path.length, at("argv"));
      buffer.bytes.writeUInt32LE(argv.length, at("argv") + 4);
      buffer.bytes.set(Buffer.concat([path, argv]), fixedBytes);
      const length = fixedBytes + path.length + argv.length;

      const event = forms.toEvent(decoder, 0, length) as Record<string, unknown>;
      const { probe, event: name, timeMs, ...rest } = event;
      const object = { probe, event: name, time: clock.iso(timeMs as number), ...rest };
      expect(forms.toJson(decoder, 0, length)).toBe(
        JSON.stringify(object, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
      );
    }),
    { numRuns: 2000 },
  );
});
