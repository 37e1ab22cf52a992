/*
 * Numbers as JSON.stringify writes them, straight into bytes. All give the place behind what they
 * wrote; stores may go beyond it, to where the next value is written.
 *
 * `>>> 0` and `Math.imul` keep arithmetic to 32-bit integers, which doubles take several times as long for.
 */

/** Most bytes that one of these touches. */
export const numberBytes = 32;

const zero = 0x30;
const minus = 0x2d;
const point = 0x2e;

export function writeUint32(view: DataView, at: number, value: number): number {
  const all = value >>> 0;
  if (all < 10_000) return writeShort(view, at, all);
  if (all >= 1e8) {
    const head = (all / 1e8) >>> 0;
    return writeEight(view, writeShort(view, at, head), (all - Math.imul(head, 1e8)) >>> 0);
  }
  const head = (all / 10_000) >>> 0;
  const end = writeShort(view, at, head);
  view.setUint32(end, fourDigits(all - Math.imul(head, 10_000)), true);
  return end + 4;
}

export function writeInt32(view: DataView, at: number, value: number): number {
  if (value >= 0) return writeUint32(view, at, value);
  view.setUint8(at, minus);
  return writeUint32(view, at + 1, -value);
}

/** Any number that JSON has: finite. */
export function writeNumber(view: DataView, at: number, value: number): number {
  if (!Number.isSafeInteger(value)) return writeAscii(view, at, String(value));
  if (value >= 0) return writeUint53(view, at, value);
  view.setUint8(at, minus);
  return writeUint53(view, at + 1, -value);
}

/** A whole number below 2^64, by its halves, in decimal. */
export function writeUint64(view: DataView, at: number, low: number, high: number): number {
  if (high === 0) return writeUint32(view, at, low);
  if (high < 0x20_0000) return writeUint53(view, at, high * 2 ** 32 + low);
  return writeAscii(view, at, String((BigInt(high) << 32n) | BigInt(low)));
}

/**
 * Nanoseconds as milliseconds. Below 10^15 these are at most 15 digits, which no other decimal of as
 * few shares its double with: they are the shortest text for it, and need no search.
 */
export function writeMillis(view: DataView, at: number, ns: number): number {
  if (ns >= 0 && ns <= 0xffff_ffff) {
    const all = ns >>> 0;
    const whole = (all / 1e6) >>> 0;
    return writeFraction(view, writeShort(view, at, whole), (all - Math.imul(whole, 1e6)) >>> 0);
  }
  if (!(ns >= 0 && ns < 1e15)) return writeNumber(view, at, ns / 1e6);
  const whole = Math.floor(ns / 1e6);
  return writeFraction(view, writeUint53(view, at, whole), ns - whole * 1e6);
}

/** Millionths behind a point, as far as they are not zeros. */
function writeFraction(view: DataView, at: number, millionths: number): number {
  if (millionths === 0) return at;
  view.setUint8(at, point);
  let end = writeMicros(view, at + 1, millionths);
  while (view.getUint8(end - 1) === zero) end--;
  return end;
}

/** Six digits of a number below a million. */
export function writeMicros(view: DataView, at: number, value: number): number {
  const all = value >>> 0;
  const head = (all / 100) >>> 0;
  view.setUint32(at, fourDigits(head), true);
  view.setUint16(at + 4, fourDigits(all - Math.imul(head, 100)) >>> 16, true);
  return at + 6;
}

export function writeBoolean(view: DataView, at: number, value: boolean): number {
  view.setUint32(at, value ? 0x65757274 : 0x736c6166, true); /* "true", "fals" */
  if (value) return at + 4;
  view.setUint8(at + 4, 0x65);
  return at + 5;
}

export function writeNull(view: DataView, at: number): number {
  view.setUint32(at, 0x6c6c756e, true); /* "null" */
  return at + 4;
}

function writeUint53(view: DataView, at: number, value: number): number {
  if (value <= 0xffff_ffff) return writeUint32(view, at, value);
  const head = Math.floor(value / 1e8);
  return writeEight(view, writeUint53(view, at, head), value - head * 1e8);
}

/** Eight digits. */
function writeEight(view: DataView, at: number, value: number): number {
  const all = value >>> 0;
  const head = (all / 10_000) >>> 0;
  view.setUint32(at, fourDigits(head), true);
  view.setUint32(at + 4, fourDigits(all - Math.imul(head, 10_000)), true);
  return at + 8;
}

/** One to four digits. */
function writeShort(view: DataView, at: number, value: number): number {
  const digits = fourDigits(value);
  const length = value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4;
  view.setUint32(at, digits >>> (8 * (4 - length)), true);
  return at + length;
}

/** Digits of a number below 10000 as they lie in memory: both pairs at once, divided by multiplying. */
function fourDigits(value: number): number {
  const head = Math.imul(value, 5243) >>> 19; /* value / 100 */
  const pairs = head | ((value - Math.imul(head, 100)) << 16);
  const tens = (Math.imul(pairs, 103) >>> 10) & 0x000f000f; /* pairs / 10 */
  const units = pairs - Math.imul(tens, 10);
  return (tens | (units << 8)) + 0x30303030;
}

function writeAscii(view: DataView, at: number, text: string): number {
  for (let index = 0; index < text.length; index++) view.setUint8(at + index, text.charCodeAt(index));
  return at + text.length;
}
