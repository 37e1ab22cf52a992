import type { RecordBuffer } from "../decode/record-buffer.js";
import { dataOffset, textEnd } from "../decode/tail.js";
import { KnownStrings } from "./known-strings.js";
import { numberBytes, writeBoolean, writeNull, writeNumber } from "./number.js";
import { mostEscaped, textSlack, writeText } from "./text.js";

/** A chunk is whole when it has so many bytes: a write to a file or a pipe then costs little for each event. */
const chunkBytes = 256 * 1024;

/**
 * Lines of JSON as bytes, in memory that is used again for each chunk of them. Compiled decoders
 * write a line from {@link begin} to {@link end}; one that throws in between leaves nothing.
 *
 * Behind each part whose length is not known beforehand there is room for all that has a known one,
 * so that only the former look for it. They may move the memory: `view` is to be asked for again.
 */
export class JsonOutput {
  view = new DataView(new ArrayBuffer(0));
  readonly #records: RecordBuffer;
  readonly #strings = new KnownStrings();
  #bytes = Buffer.from(this.view.buffer);
  /** The end of the last whole line. */
  #end = 0;
  /** What parts of a known length need at most, from one part of unknown length to the next. */
  #reserve = 0;

  constructor(records: RecordBuffer) {
    this.#records = records;
  }

  /** Makes room for the parts of a compiled function; one may be written within another. */
  reserve(bytes: number): void {
    this.#reserve = Math.max(this.#reserve, 2 * bytes);
  }

  /** Whether the chunk is to be taken before more is written. */
  get isFull(): boolean {
    return this.#end >= chunkBytes;
  }

  /** What was written since {@link clear}: the memory itself, until then. */
  get chunk(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  clear(): void {
    this.#end = 0;
  }

  /** @returns where the line begins */
  begin(): number {
    return this.room(this.#end, 0);
  }

  end(at: number): void {
    this.#end = at;
  }

  /** Sees to it that there are `bytes` at `at`, and all parts of a known length behind. @returns `at` */
  room(at: number, bytes: number): number {
    if (at + bytes + this.#reserve > this.#bytes.length) this.#grow(at, at + bytes + this.#reserve);
    return at;
  }

  #grow(used: number, needed: number): void {
    const bytes = Buffer.from(new ArrayBuffer(Math.max(needed, 2 * this.#bytes.length, 2 * chunkBytes)));
    this.#bytes.copy(bytes, 0, 0, used);
    this.#bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }

  /** The text of the record's bytes from `start` to `end`, without quotes. */
  text(at: number, start: number, end: number): number {
    this.room(at, mostEscaped * (end - start) + textSlack);
    return writeText(this.#records.view, start, end, this.view, at);
  }

  /** A `char[size]` of the record, up to its first NUL; without quotes. */
  chars(at: number, start: number, size: number): number {
    return this.text(at, start, textEnd(this.#records.view, start, size));
  }

  /** A `struct probe_data` of the record at `base`; without quotes. @throws {MalformedRecord} */
  data(at: number, base: number, length: number, member: number): number {
    const { u32 } = this.#records;
    const start = base + dataOffset(u32, length, member);
    return this.text(at, start, start + (u32[(member >>> 2) + 1] as number));
  }

  /** The text of the record's bytes from `start` to `end`, with quotes. */
  quoted(at: number, start: number, end: number): number {
    this.room(at, numberBytes);
    this.view.setUint8(at, quote);
    const target = this.text(at + 1, start, end);
    this.view.setUint8(target, quote);
    return target + 1;
  }

  /** A `struct probe_data` of the record at `base`, with quotes; `null` when it is empty. @throws {MalformedRecord} */
  dataOrNull(at: number, base: number, length: number, member: number): number {
    const { u32 } = this.#records;
    const start = base + dataOffset(u32, length, member);
    const bytes = u32[(member >>> 2) + 1] as number;
    if (bytes > 0) return this.quoted(at, start, start + bytes);
    this.room(at, numberBytes);
    return writeNull(this.view, at);
  }

  /** The strings of a `struct probe_data`, each up to its NUL, as an array. @throws {MalformedRecord} */
  strings(at: number, base: number, length: number, member: number): number {
    const { u32, view: from } = this.#records;
    const start = base + dataOffset(u32, length, member);
    const end = start + (u32[(member >>> 2) + 1] as number);
    /* A NUL's share is more than what an array has around each string; the last one may have none. */
    this.room(at, mostEscaped * (end - start) + textSlack + 2 * mostEscaped);
    const { view } = this;
    view.setUint8(at, openBracket);
    let target = at + 1;
    for (let source = start; source < end; ) {
      const stop = textEnd(from, source, end - source);
      if (source > start) view.setUint8(target++, comma);
      view.setUint8(target++, quote);
      target = writeText(from, source, stop, view, target);
      view.setUint8(target++, quote);
      source = stop + 1;
    }
    view.setUint8(target, closeBracket);
    return target + 1;
  }

  /** Whatever a field may be: bigints as decimal strings, and `null` for what JSON does not have. */
  value(at: number, value: unknown): number {
    if (typeof value === "string") return this.#string(at, value);
    if (typeof value === "bigint") return this.json(at, `"${value}"`);
    this.room(at, numberBytes);
    if (value === null) return writeNull(this.view, at);
    if (typeof value === "number")
      return Number.isFinite(value) ? writeNumber(this.view, at, value) : writeNull(this.view, at);
    if (typeof value === "boolean") return writeBoolean(this.view, at, value);
    return this.json(at, JSON.stringify(value, bigintAsText) ?? "null");
  }

  #string(at: number, value: string): number {
    const known = this.#strings.find(value);
    if (!known) return this.json(at, JSON.stringify(value));
    const { words, bytes } = known;
    this.room(at, 4 * words.length);
    const { view } = this;
    for (let word = 0; word < words.length; word++) view.setInt32(at + 4 * word, words[word] as number, true);
    return at + bytes;
  }

  /** Text that is JSON already. */
  json(at: number, text: string): number {
    if (text === "") return at;
    this.room(at, 3 * text.length);
    return at + this.#bytes.write(text, at);
  }
}

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
