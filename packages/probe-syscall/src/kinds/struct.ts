import { type ArgType, BYTES, type JsonSchema } from "@probekit/core";

/** Reads numbers at offsets within a struct that the kernel has copied. */
export interface StructReader {
  u16(offset: number): number;
  u32(offset: number): number;
  i32(offset: number): number;
  u64(offset: number): bigint;
  i64(offset: number): bigint;
  /** A `char[]` up to its first NUL. */
  string(offset: number, size: number): string;
}

/**
 * The type of a struct that comes as its bytes.
 *
 * @param sizeBytes as many as the kernel part copies; a record with another number is malformed
 */
export function struct<T>(
  sizeBytes: number,
  properties: Readonly<Record<string, JsonSchema>>,
  read: (from: StructReader) => T,
): ArgType<T> {
  return {
    ...BYTES,
    schema: { type: "object", properties, required: Object.keys(properties) },
    read: ({ buffer, tail }, start, end) => {
      if (end - start !== sizeBytes) throw new RangeError(`a struct of ${end - start} bytes`);
      return read({
        u16: (offset) => buffer.u16[(start + offset) >>> 1] as number,
        u32: (offset) => buffer.u32[(start + offset) >>> 2] as number,
        i32: (offset) => buffer.i32[(start + offset) >>> 2] as number,
        u64: (offset) => buffer.u64[(start + offset) >>> 3] as bigint,
        i64: (offset) => BigInt.asIntN(64, buffer.u64[(start + offset) >>> 3] as bigint),
        string: (offset, size) => tail.text(start + offset, size),
      });
    },
  };
}

export const decimal: JsonSchema = { type: "string", pattern: "^-?\\d+$" };
export const integer: JsonSchema = { type: "integer" };
