import type { ArgType } from "../../src/args/arg-type.js";
import { Interner } from "../../src/decode/interner.js";
import { RecordBuffer } from "../../src/decode/record-buffer.js";
import { TailReader } from "../../src/decode/tail.js";

const buffer = new RecordBuffer(8);
const memory = { buffer, tail: new TailReader(buffer, new Interner(buffer)) };

/** What a type makes of a register, read from memory in which there is nothing else. */
export function registerValue(type: ArgType, value: bigint): unknown {
  buffer.u64[0] = value;
  return type.read(memory, 0, 8);
}
