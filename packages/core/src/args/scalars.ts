import { MalformedRecord } from "../decode/tail.js";
import type { ArgMemory, ArgType, ArgTypeName } from "./arg-type.js";

/*
 * A scalar is the 64-bit register that it came in. What is above an `int` in there is not
 * defined, so the type says how much of it counts.
 */

export function readInt({ buffer }: ArgMemory, start: number, end: number): number {
  if (end - start !== 8) throw new MalformedRecord();
  return buffer.i32[start >>> 2] as number;
}

function readUint({ buffer }: ArgMemory, start: number, end: number): number {
  if (end - start !== 8) throw new MalformedRecord();
  return buffer.u32[start >>> 2] as number;
}

/** The lower and the upper half of a register. */
export function readWords({ buffer }: ArgMemory, start: number, end: number): [low: number, high: number] {
  if (end - start !== 8) throw new MalformedRecord();
  return [buffer.u32[start >>> 2] as number, buffer.u32[(start >>> 2) + 1] as number];
}

function readUlong({ buffer }: ArgMemory, start: number, end: number): bigint {
  if (end - start !== 8) throw new MalformedRecord();
  return buffer.u64[start >>> 3] as bigint;
}

function readLong(memory: ArgMemory, start: number, end: number): bigint {
  return BigInt.asIntN(64, readUlong(memory, start, end));
}

const unsigned = (name: ArgTypeName): ArgType<bigint> => ({
  name,
  schema: { type: "string", pattern: "^\\d+$" },
  read: readUlong,
});

/** A C `int`. */
export const INT: ArgType<number> = {
  name: "INT",
  schema: { type: "integer" },
  read: readInt,
};

/** A C `unsigned int`. */
export const UINT: ArgType<number> = {
  name: "UINT",
  schema: { type: "integer", minimum: 0 },
  read: readUint,
};

/** A C `long`, `ssize_t` or `off_t`. */
export const LONG: ArgType<bigint> = {
  name: "LONG",
  schema: { type: "string", pattern: "^-?\\d+$" },
  read: readLong,
};

/** A C `unsigned long` or `size_t`. */
export const ULONG: ArgType<bigint> = unsigned("ULONG");

/** An address of which only the number is told. */
export const POINTER: ArgType<bigint> = unsigned("POINTER");
