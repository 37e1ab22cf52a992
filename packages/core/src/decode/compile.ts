import { JsonCode } from "../json/code.js";
import * as numbers from "../json/number.js";
import type { JsonOutput } from "../json/output.js";
import type { BoundField } from "../layout/bind.js";
import type { BoundEvent } from "../layout/events.js";
import { type Clock, isoBytes } from "./clock.js";
import { type ContextRequest, requestedContext } from "./context-fields.js";
import { errnoName } from "./errno-name.js";
import { Helpers, valueExpression } from "./expression.js";
import { writeField, writeKey } from "./json-field.js";
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
  /** Writes the event as one line of JSON to {@link DecoderInput.output}. @throws {MalformedRecord} */
  readonly writeJson: (base: number, length: number) => void;
}

export interface DecoderInput {
  readonly buffer: RecordBuffer;
  readonly tail: TailReader;
  readonly clock: Clock;
  readonly output: JsonOutput;
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
    writeJson: compile(input, (helpers) =>
      jsonCode(event, fields, helpers, input.output),
    ) as RecordDecoder["writeJson"],
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

function jsonCode(
  { probe, event }: BoundEvent,
  fields: BoundField[],
  helpers: Helpers,
  output: JsonOutput,
): string {
  const code = new JsonCode();
  code.literal(`{"probe":${JSON.stringify(probe)},"event":${JSON.stringify(event)},"time":"`);
  code.fixed(isoBytes, `clock.writeIso(view, at, ${timeCode})`);
  code.literal('"');
  for (const field of fields) {
    writeKey(field.name, false, code);
    writeField(field, helpers, code);
  }
  code.literal("}\n");
  const body = code.toString();
  output.reserve(code.fixedBytes);
  return `let at = output.begin(); let view = output.view; ${body} output.end(at);`;
}

function compile({ buffer, tail, clock, output }: DecoderInput, body: (helpers: Helpers) => string): unknown {
  const { u8, i8, u16, i16, u32, i32, u64 } = buffer;
  const memory = { buffer, tail };
  const helpers = new Helpers(memory, output);
  const fields = body(helpers);
  const code = [...helpers.statements, fields].join(" ");
  const scope: Record<string, unknown> = {
    ...{ u8, i8, u16, i16, u32, i32, u64, tail, memory, clock, output, errnoName },
    ...numbers,
    ...Object.fromEntries(helpers.values),
  };
  const make = new Function(...Object.keys(scope), `"use strict"; return (base, length) => { ${code} };`);
  return make(...Object.values(scope));
}
