import type { Fields } from "../../src/contract/fields.js";
import { record } from "../../src/contract/record.js";
import { Clock } from "../../src/decode/clock.js";
import { compileDecoder } from "../../src/decode/compile.js";
import { Dispatcher } from "../../src/decode/dispatcher.js";
import { Interner } from "../../src/decode/interner.js";
import { RecordBuffer } from "../../src/decode/record-buffer.js";
import { TailReader } from "../../src/decode/tail.js";
import { JsonOutput } from "../../src/json/output.js";
import { bindRecord } from "../../src/layout/bind.js";
import { argTypeEnum, probeArgs } from "./args.js";
import { btf, header, struct } from "./btf.js";
import { type Form, formsOf } from "./forms.js";
import { wireRecord } from "./wire.js";

/** A record with two `struct probe_args`. */
export const call = struct("call", { header, args: probeArgs, made: probeArgs });
const fixedBytes = call.sizeBytes;
const offsets = { args: 16, made: 32 };
export const callTypes = btf({ structs: [call], enums: [argTypeEnum] });

/** What a member of the record says of its block; it is true unless a test says otherwise. */
export interface Claim {
  readonly count: number;
  readonly offset?: number;
  readonly length?: number;
}

/** Decodes one such record in both ways. */
export function decodeCall(fields: Fields, blocks: { args?: [Buffer, Claim]; made?: [Buffer, Claim] }) {
  const payload = Buffer.alloc(fixedBytes - 16);
  const tail: Buffer[] = [];
  let end = fixedBytes;
  for (const member of ["args", "made"] as const) {
    const [block, claim] = blocks[member] ?? [Buffer.alloc(0), { count: 0 }];
    payload.writeUInt32LE(claim.offset ?? end, offsets[member] - 16);
    payload.writeUInt32LE(claim.length ?? block.length, offsets[member] - 12);
    payload.writeUInt32LE(claim.count, offsets[member] - 8);
    tail.push(block);
    end += block.length;
  }
  const bytes = wireRecord({ probe: 7, event: 1 }, Buffer.concat([payload, ...tail]));

  const buffer = new RecordBuffer(65536);
  bytes.copy(buffer.bytes);
  /* What is behind the record must not be read, so that it must not look like nothing. */
  buffer.bytes.fill(0x41, bytes.length);
  const tailReader = new TailReader(buffer, new Interner(buffer));
  const output = new JsonOutput(buffer);
  const bound = {
    ...{ probe: "demo", event: "call", number: 1 },
    record: bindRecord("demo", record("call", "", fields), callTypes),
  };
  const input = { buffer, tail: tailReader, clock: new Clock(), output, context: {} };
  const dispatcher = new Dispatcher(buffer);
  dispatcher.add(7, 1, compileDecoder(bound, input));
  const forms = formsOf(output);
  const read = (form: Form) => {
    dispatcher.refill(bytes.length);
    return dispatcher.next<unknown>(forms[form], () => {});
  };
  const { probe: _, event: __, timeMs: ___, ...event } = (read("toEvent") ?? {}) as Record<string, unknown>;
  const line = read("toJson") as string | undefined;
  return { event, json: line && withoutBase(JSON.parse(line)), malformed: dispatcher.malformed };
}

function withoutBase({ probe: _, event: __, time: ___, ...fields }: Record<string, unknown>) {
  return fields;
}
