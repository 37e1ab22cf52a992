import { bytesToText } from "./bytes-to-text.js";
import type { RecordBuffer } from "./record-buffer.js";

/** Longer strings repeat too seldom to be worth a comparison. */
const longestWords = 16;
const slots = 4096;

function hashOfAll(view: DataView, start: number, whole: number, last: number): number {
  let hash = Math.imul(last, 0x9e3779b1);
  for (let at = start; at < whole; at += 4)
    hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(at, true), 0x85ebca6b);
  return hash;
}

/** Paths differ at their ends: their last 16 bytes, 4 in the middle and the first 4. */
function hashOfSome(view: DataView, start: number, end: number): number {
  const sum =
    Math.imul(view.getInt32(end - 4, true), 0x9e3779b1) ^
    Math.imul(view.getInt32(end - 8, true), 0x85ebca6b) ^
    Math.imul(view.getInt32(end - 12, true), 0xc2b2ae35) ^
    Math.imul(view.getInt32(end - 16, true), 0x27d4eb2f) ^
    Math.imul(view.getInt32((start + end) >>> 1, true), 0x165667b1) ^
    Math.imul(view.getInt32(start, true), 0x2c1b3c6d);
  return Math.imul(sum ^ (sum >>> 15), 0x297a2d39);
}

/**
 * Turns bytes into strings and gives the same string object for bytes seen lately. Process
 * names and paths repeat; comparing bytes, four at a time, costs less than making a string of them.
 */
export class Interner {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #texts: string[] = new Array<string>(slots).fill("");
  /** Of each slot's bytes: how many, and they themselves with zeros behind. */
  readonly #lengths = new Uint8Array(slots);
  readonly #words = new Int32Array(slots * longestWords);
  /** Which of its two slots the next new string is put into: two that share both can stay. */
  #side = 0;

  constructor({ bytes, view }: RecordBuffer) {
    this.#bytes = bytes;
    this.#view = view;
  }

  read(start: number, end: number): string {
    const length = end - start;
    if (length === 0) return "";
    if (length > 4 * longestWords) return bytesToText(this.#bytes, start, end);

    const view = this.#view;
    const whole = end - (length & 3);
    const last = view.getInt32(whole, true) & ~(-1 << (8 * (length & 3)));
    const hash = length < 16 ? hashOfAll(view, start, whole, last) : hashOfSome(view, start, end);
    const slot = (hash ^ (hash >>> 16) ^ length) & (slots - 1);

    if (this.#has(slot, start, length, last)) return this.#texts[slot] as string;
    if (this.#has(slot ^ 1, start, length, last)) return this.#texts[slot ^ 1] as string;
    this.#side ^= 1;
    return this.#remember(slot ^ this.#side, start, end);
  }

  /** @param last what is behind the last whole word, with zeros behind */
  #has(slot: number, start: number, length: number, last: number): boolean {
    if (this.#lengths[slot] !== length) return false;
    const view = this.#view;
    const words = this.#words;
    const whole = start + (length & ~3);
    let word = slot * longestWords;
    for (let at = start; at < whole; at += 4, word++)
      if (words[word] !== view.getInt32(at, true)) return false;
    return (length & 3) === 0 || words[word] === last;
  }

  #remember(slot: number, start: number, end: number): string {
    const text = bytesToText(this.#bytes, start, end);
    const bytes = new Uint8Array(this.#words.buffer, 4 * slot * longestWords, 4 * longestWords);
    bytes.fill(0);
    bytes.set(this.#bytes.subarray(start, end));
    this.#lengths[slot] = end - start;
    this.#texts[slot] = text;
    return text;
  }
}
