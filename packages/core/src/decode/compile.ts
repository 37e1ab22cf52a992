import type { BoundField } from "../layout/bind.js";
import type { BoundEvent } from "../layout/events.js";
import type { Clock } from "./clock.js";
import { type ContextRequest, requestedContext } from "./context-fields.js";
import { errnoName } from "./errno-name.js";
import { Helpers, valueExpression } from "./expression.js";
import { jsonExpression, quoteAny, quoteDecimal } from "./json-expression.js";
import type { RecordBuffer } from "./record-buffer.js";
import type { TailReader } from "./tail.js";

/** Reads the records of one event type. */
export interface RecordDecoder {
  /** For messages: probe and event. */
  readonly name: string;
  /** Of the fixed part; shorter records are malformed. */
  readonly sizeBytes: number;
  /** @throws {MalformedRecord} */
  readonly toEvent: (base: number, length: number) => unknown;
  /** The event as one line of JSON, without a line break. @throws {MalformedRecord} */
  readonly toJson: (base: number, length: number) => string;
}

export interface DecoderInput {
  readonly buffer: RecordBuffer;
  readonly tail: TailReader;
  readonly clock: Clock;
  readonly context: ContextRequest;
}

/**
 * Compiles straight-line JavaScript for one event type: no loop over fields, no lookup by
 * name, and every event of the type has the same hidden class. All that gets into the code
 * is offsets from BTF and names that {@link defineProbe} and the binding have checked.
 */
export function compileDecoder(event: BoundEvent, input: DecoderInput): RecordDecoder {
  const { record } = event;
  const context = record.context ? requestedContext(record.context, input.context) : [];
  const fields: BoundField[] = [...context, ...record.fields];
  return {
    name: `${event.probe} ${event.event}`,
    sizeBytes: record.sizeBytes,
    toEvent: compile(input, (helpers) => objectCode(event, fields, helpers)) as RecordDecoder["toEvent"],
    toJson: compile(input, (helpers) => jsonCode(event, fields, helpers)) as RecordDecoder["toJson"],
  };
}

/** `time_ns` of `struct probe_header`, whose layout {@link bindRecord} has checked. */
const timeCode = "clock.timeMs(u32[base >>> 2], u32[(base >>> 2) + 1])";

function objectCode({ probe, event }: BoundEvent, fields: BoundField[], helpers: Helpers): string {
  const members = [
    `probe: ${JSON.stringify(probe)}`,
    `event: ${JSON.stringify(event)}`,
    `timeMs: ${timeCode}`,
    ...fields.map((field) => `${JSON.stringify(field.name)}: ${valueExpression(field, helpers)}`),
  ];
  return `return { ${members.join(", ")} };`;
}

function jsonCode({ probe, event }: BoundEvent, fields: BoundField[], helpers: Helpers): string {
  const start = `{"probe":${JSON.stringify(probe)},"event":${JSON.stringify(event)},"time":"`;
  const members = fields.map(
    (field) => `${JSON.stringify(`,${JSON.stringify(field.name)}:`)} + ${jsonExpression(field, helpers)}`,
  );
  const parts = [JSON.stringify(start), `clock.iso(${timeCode})`, JSON.stringify('"'), ...members, '"}"'];
  return `return ${parts.join(" + ")};`;
}

function compile({ buffer, tail, clock }: DecoderInput, body: (helpers: Helpers) => string): unknown {
  const { u8, i8, u16, i16, u32, i32, u64 } = buffer;
  const memory = { buffer, tail };
  const helpers = new Helpers(memory);
  const fields = body(helpers);
  const code = [...helpers.statements, fields].join(" ");
  const scope: Record<string, unknown> = {
    ...{ u8, i8, u16, i16, u32, i32, u64, tail, memory, clock, errnoName },
    ...{ quote: JSON.stringify, quoteAny, quoteDecimal },
    ...Object.fromEntries(helpers.values),
  };
  const make = new Function(...Object.keys(scope), `"use strict"; return (base, length) => { ${code} };`);
  return make(...Object.values(scope));
}
