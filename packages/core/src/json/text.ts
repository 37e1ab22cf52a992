import { sequenceLength } from "../decode/bytes-to-text.js";

/*
 * Strings as JSON.stringify writes what bytesToText() makes of them, without the quotes around. All
 * give the place behind what they wrote.
 */

/** Most bytes that come of one byte of a record: `\udcff`, `\u001f`. */
export const mostEscaped = 6;

/** What a store of four bytes may touch behind the text. */
export const textSlack = 4;

const backslash = 0x5c;
const spaces = 0x20202020;
const hexDigits = Buffer.from("0123456789abcdef");

/** By byte: the letter behind the backslash; 0 for none. */
const shortEscapes = new Uint8Array(256);
for (const [byte, letter] of Object.entries({ 8: "b", 9: "t", 10: "n", 12: "f", 13: "r", 34: '"', 92: "\\" }))
  shortEscapes[Number(byte)] = letter.charCodeAt(0);

/**
 * The highest bit of each of a word's four bytes that cannot be copied as it is: a control character, a
 * quote, a backslash, or no ASCII. A byte below such a one is never taken for it; one above may be, by a borrow.
 */
function specials(word: number): number {
  return (
    ((word - spaces) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101) | word) &
    0x80808080
  );
}

/**
 * Copies the text from `start` to `end`, up to four bytes at a time.
 *
 * @param from also readable for three bytes behind `end`
 * @param view with room for all bytes escaped, and {@link textSlack}
 */
export function writeText(from: DataView, start: number, end: number, view: DataView, at: number): number {
  let source = start;
  let target = at;
  for (; source + 16 <= end; source += 16, target += 16) {
    const first = from.getInt32(source, true);
    const second = from.getInt32(source + 4, true);
    const third = from.getInt32(source + 8, true);
    const fourth = from.getInt32(source + 12, true);
    if ((specials(first) | specials(second) | specials(third) | specials(fourth)) !== 0) break;
    view.setInt32(target, first, true);
    view.setInt32(target + 4, second, true);
    view.setInt32(target + 8, third, true);
    view.setInt32(target + 12, fourth, true);
  }
  for (; source + 4 <= end; source += 4, target += 4) {
    const word = from.getInt32(source, true);
    if (specials(word) !== 0) return writeEscaping(from, source, end, view, target);
    view.setInt32(target, word, true);
  }
  const left = end - source;
  if (left === 0) return target;
  /* What is behind the end counts as spaces. */
  const own = -1 >>> (8 * (4 - left));
  const word = from.getInt32(source, true);
  if (specials((word & own) | (spaces & ~own)) !== 0) return writeEscaping(from, source, end, view, target);
  view.setInt32(target, word, true);
  return target + left;
}

function writeEscaping(from: DataView, start: number, end: number, view: DataView, at: number): number {
  let target = at;
  for (let source = start; source < end; ) {
    const byte = from.getUint8(source);
    if (byte < 0x80) {
      target = writeAscii(view, target, byte);
      source++;
      continue;
    }
    const length = sequenceLength(from, source, end);
    if (length === 0) {
      target = writeUnicode(view, target, 0xdc00 + byte);
      source++;
    }
    for (let left = length; left > 0; left--) view.setUint8(target++, from.getUint8(source++));
  }
  return target;
}

function writeAscii(view: DataView, at: number, code: number): number {
  if (code >= 0x20 && code !== 0x22 && code !== backslash) {
    view.setUint8(at, code);
    return at + 1;
  }
  const letter = shortEscapes[code] as number;
  if (letter === 0) return writeUnicode(view, at, code);
  view.setUint8(at, backslash);
  view.setUint8(at + 1, letter);
  return at + 2;
}

function writeUnicode(view: DataView, at: number, code: number): number {
  view.setUint16(at, 0x755c, true); /* "\u" */
  for (let digit = 0; digit < 4; digit++)
    view.setUint8(at + 2 + digit, hexDigits[(code >>> (12 - 4 * digit)) & 15] as number);
  return at + mostEscaped;
}
