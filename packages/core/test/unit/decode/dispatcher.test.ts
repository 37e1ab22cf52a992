import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as fields from "../../../src/contract/fields.js";
import { record } from "../../../src/contract/record.js";
import { Clock } from "../../../src/decode/clock.js";
import { compileDecoder } from "../../../src/decode/compile.js";
import { Dispatcher, logEventNumber } from "../../../src/decode/dispatcher.js";
import { Interner } from "../../../src/decode/interner.js";
import { RecordBuffer } from "../../../src/decode/record-buffer.js";
import { TailReader } from "../../../src/decode/tail.js";
import { JsonOutput } from "../../../src/json/output.js";
import { bindRecord } from "../../../src/layout/bind.js";
import { btf, context, data, header, struct, u64 } from "../../support/btf.js";
import { formsOf } from "../../support/forms.js";
import { wireRecord } from "../../support/wire.js";

const sizeBytes = 512;
const types = btf({ structs: [struct("sample", { header, context, id: u64, path: data, argv: data })] });
const spec = record("sample", "", { id: fields.id(), path: fields.string(), argv: fields.strings() });

function setUp() {
  const buffer = new RecordBuffer(sizeBytes);
  const tail = new TailReader(buffer, new Interner(buffer));
  const bound = { probe: "demo", event: "happened", number: 1, record: bindRecord("demo", spec, types) };
  const output = new JsonOutput(buffer);
  const dispatcher = new Dispatcher(buffer);
  dispatcher.add(
    1,
    1,
    compileDecoder(bound, {
      buffer,
      tail,
      clock: new Clock(),
      output,
      context: { cgroups: { path: String, container: String, podUid: String } },
    }),
  );
  return { buffer, dispatcher, forms: formsOf(output) };
}

function readAll({ dispatcher, forms }: ReturnType<typeof setUp>, bytes: number) {
  const seen = { lines: [] as string[], logs: [] as [number, number][] };
  dispatcher.refill(bytes);
  for (;;) {
    const line = dispatcher.next(
      (decoder, base, length) =>
        JSON.stringify(forms.toEvent(decoder, base, length), bigints) + forms.toJson(decoder, base, length),
      (base, length) => seen.logs.push([base, length]),
    );
    if (line === undefined) return seen;
    seen.lines.push(line);
  }
}
const bigints = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

describe("a batch of records", () => {
  test("that is nothing but noise comes to its end and throws nothing", () => {
    const reading = setUp();
    const { buffer } = reading;
    const noise = fc.uint8Array({ minLength: 0, maxLength: sizeBytes });
    const length = fc.constantFrom(
      0,
      15,
      16,
      24,
      120,
      200,
      504,
      0x7fffffff,
      0x80000000,
      0xfffffff1,
      0xffffffff,
    );
    fc.assert(
      fc.property(noise, length, fc.nat(3), fc.nat(2), (bytes, firstLength, probe, event) => {
        buffer.bytes.fill(0).set(bytes);
        buffer.bytes.writeUInt32LE(firstLength, 0);
        buffer.bytes.writeUInt16LE(probe, 16);
        buffer.bytes.writeUInt16LE(event, 18);
        readAll(reading, bytes.length);
      }),
      { numRuns: 5000 },
    );
  });

  test.each([0, 15, 505, 2 ** 31 - 8, 2 ** 31, 2 ** 32 - 8, 2 ** 32 - 1])(
    "with a record of %d bytes ends there, counted once",
    (length) => {
      const reading = setUp();
      const { buffer, dispatcher } = reading;
      buffer.bytes.writeUInt32LE(length, 0);
      expect(readAll(reading, sizeBytes).lines).toEqual([]);
      expect(dispatcher.malformed).toBe(1);
    },
  );

  test("is read one by one, by as many readers as come", () => {
    const { buffer, dispatcher } = setUp();
    const one = wireRecord({ probe: 1, event: 1 }, Buffer.alloc(88));
    buffer.bytes.set(Buffer.concat([one, wireRecord({ probe: 1, event: logEventNumber }), one, one]));
    dispatcher.refill(3 * one.length + 24);
    const logs: number[] = [];
    const next = () =>
      dispatcher.next(
        (_, base) => base,
        (base) => logs.push(base),
      );
    expect([next(), next(), next(), next(), next()]).toEqual([
      8,
      one.length + 24 + 8,
      2 * one.length + 24 + 8,
      undefined,
      undefined,
    ]);
    expect(logs).toEqual([one.length + 8]);
  });
});
