import type { Fields } from "../../src/contract/fields.js";
import { record } from "../../src/contract/record.js";
import { Clock } from "../../src/decode/clock.js";
import { compileDecoder } from "../../src/decode/compile.js";
import { Dispatcher } from "../../src/decode/dispatcher.js";
import { Interner } from "../../src/decode/interner.js";
import type { RecordBuffer } from "../../src/decode/record-buffer.js";
import { TailReader } from "../../src/decode/tail.js";
import { JsonOutput } from "../../src/json/output.js";
import { bindRecord } from "../../src/layout/bind.js";
import { argTypeEnum, probeArgs } from "./args.js";
import { btf, data, header, struct, u32 } from "./btf.js";
import { callProbe } from "./encoder.js";
import { formsOf } from "./forms.js";

/** `struct call` of test/args/encode.c. */
const call = struct("call", { header, number: u32, note: data, args: probeArgs, made: probeArgs });
const types = btf({ structs: [call], enums: [argTypeEnum] });

/** Reads the calls in a buffer; event 1 has the first of these fields, and so on. */
export function callDispatcher(buffer: RecordBuffer, contracts: readonly Fields[]) {
  const tail = new TailReader(buffer, new Interner(buffer));
  const output = new JsonOutput(buffer);
  const dispatcher = new Dispatcher(buffer);
  for (const [index, fields] of contracts.entries()) {
    const bound = bindRecord("demo", record("call", "", fields), types);
    const event = { probe: "demo", event: `call${index + 1}`, number: index + 1, record: bound };
    const input = { buffer, tail, clock: new Clock(), output, context: {} };
    dispatcher.add(callProbe, index + 1, compileDecoder(event, input));
  }
  return { dispatcher, forms: formsOf(output) };
}

/** An event as its JSON has to be. */
export function asJson(event: unknown): unknown {
  return JSON.parse(
    JSON.stringify(event, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
  );
}

/** What is left without the members that all events have. */
export function ownFields(event: unknown): Record<string, unknown> {
  const { probe: _, event: __, timeMs: ___, time: ____, ...fields } = event as Record<string, unknown>;
  return fields;
}
