import { bytesToText } from "./bytes-to-text.js";

/** Longer strings repeat too seldom to be worth a comparison. */
const longestBytes = 64;
const slots = 4096;

/**
 * Turns bytes into strings and gives the same string object for bytes seen lately. Process
 * names and paths repeat; comparing bytes costs less than making a string of them.
 */
export class Interner {
  readonly #bytes: Buffer;
  readonly #texts: string[] = new Array<string>(slots).fill("");

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(start: number, end: number): string {
    const length = end - start;
    if (length === 0) return "";
    if (length > longestBytes) return bytesToText(this.#bytes, start, end);

    const bytes = this.#bytes;
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (slots - 1);

    const known = this.#texts[slot] as string;
    if (known.length === length && equals(known, bytes, start)) return known;
    const text = bytesToText(bytes, start, end);
    this.#texts[slot] = text;
    return text;
  }
}

/** Only ever true for ASCII, where bytes and code units are the same numbers. */
function equals(text: string, bytes: Buffer, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    const byte = bytes[start + index] as number;
    if (byte > 0x7f || text.charCodeAt(index) !== byte) return false;
  }
  return true;
}
