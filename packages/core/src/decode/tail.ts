import type { Interner } from "./interner.js";
import type { RecordBuffer } from "./record-buffer.js";

/** Thrown by decoders for a record whose content points outside of it; caught and counted. */
export class MalformedRecord extends Error {}

/** Where in a record of `length` bytes the `struct probe_data` at `at` points. @throws {MalformedRecord} */
export function dataOffset(u32: Uint32Array, length: number, at: number): number {
  const offset = u32[at >>> 2] as number;
  if (offset + (u32[(at >>> 2) + 1] as number) > length) throw new MalformedRecord();
  return offset;
}

/** Where a `char[size]` at `start` ends: at its first NUL, if it has one. */
export function textEnd(view: DataView, start: number, size: number): number {
  const end = start + size;
  for (let at = start; at < end; at += 4) {
    const word = view.getInt32(at, true);
    /* The highest bit of each byte that is 0; above the lowest of them, also of others. */
    const zeros = (word - 0x01010101) & ~word & 0x80808080;
    if (zeros !== 0) return Math.min(end, at + ((31 - Math.clz32(zeros & -zeros)) >>> 3));
  }
  return end;
}

/** Reads the strings of records; shared by all decoders of a buffer. */
export class TailReader {
  readonly #buffer: RecordBuffer;
  readonly #interner: Interner;

  constructor(buffer: RecordBuffer, interner: Interner) {
    this.#buffer = buffer;
    this.#interner = interner;
  }

  /** A `char[size]` at `start`, up to its first NUL. */
  text(start: number, size: number): string {
    return this.#interner.read(start, textEnd(this.#buffer.view, start, size));
  }

  /** A `struct probe_data` at `at` within the record at `base`. */
  string(base: number, length: number, at: number): string {
    const { u32 } = this.#buffer;
    const start = base + dataOffset(u32, length, at);
    return this.slice(start, start + (u32[(at >>> 2) + 1] as number));
  }

  /** What is from `start` to `end`, which were found to be in the record. */
  slice(start: number, end: number): string {
    return this.#interner.read(start, end);
  }

  /** The same for strings that end with a NUL each. */
  strings(base: number, length: number, at: number): string[] {
    const { u32 } = this.#buffer;
    const start = base + dataOffset(u32, length, at);
    return this.sliceStrings(start, start + (u32[(at >>> 2) + 1] as number));
  }

  /** {@link slice} of strings that end with a NUL each. */
  sliceStrings(start: number, end: number): string[] {
    const { view } = this.#buffer;
    const values: string[] = [];
    for (let at = start; at < end; ) {
      const stop = textEnd(view, at, end - at);
      values.push(this.#interner.read(at, stop));
      at = stop + 1;
    }
    return values;
  }
}
