/*
 * Numbers as JSON.stringify writes them, straight into bytes. All give the place behind what they
 * wrote; a store may go up to three bytes beyond that, into what is written next.
 */

/** Most bytes that one of these touches. */
export const numberBytes = 32;

const zero = 0x30;

/** "0000" to "9999", each as it lies in memory. */
const quads = Uint32Array.from({ length: 10_000 }, (_, value) =>
  [1000, 100, 10, 1].reduce(
    (word, unit, index) => word + (zero + (Math.floor(value / unit) % 10)) * 2 ** (8 * index),
    0,
  ),
);

const mostMillis = 1e15;

/** Any number that JSON has: finite. */
export function writeNumber(view: DataView, at: number, value: number): number {
  if (value >= 0) {
    if (value <= 0xffff_ffff && value >>> 0 === value) return writeUint32(view, at, value);
    if (Number.isSafeInteger(value)) return writeUint53(view, at, value);
  } else if (Number.isSafeInteger(value)) {
    view.setUint8(at, 0x2d);
    return writeUint53(view, at + 1, -value);
  }
  return writeAscii(view, at, String(value));
}

/**
 * Nanoseconds as milliseconds. Below 10^15 these are at most 15 digits, which no other decimal of as
 * few shares its double with: they are the shortest text for it, and need no search.
 */
export function writeMillis(view: DataView, at: number, ns: number): number {
  if (!(ns >= 0 && ns < mostMillis)) return writeNumber(view, at, ns / 1e6);
  const whole = Math.floor(ns / 1e6);
  const rest = ns - whole * 1e6;
  const point = writeUint53(view, at, whole);
  if (rest === 0) return point;
  view.setUint8(point, 0x2e);
  let end = writeMicros(view, point + 1, rest);
  while (view.getUint8(end - 1) === zero) end--;
  return end;
}

/** Six digits of a number below a million. */
export function writeMicros(view: DataView, at: number, value: number): number {
  const head = (value / 100) >>> 0;
  view.setUint32(at, quads[head] as number, true);
  view.setUint16(at + 4, (quads[value - head * 100] as number) >>> 16, true);
  return at + 6;
}

/** A whole number below 2^64, by its halves, in decimal. */
export function writeUint64(view: DataView, at: number, low: number, high: number): number {
  if (high === 0) return writeUint32(view, at, low);
  if (high < 0x20_0000) return writeUint53(view, at, high * 2 ** 32 + low);
  return writeAscii(view, at, String((BigInt(high) << 32n) | BigInt(low)));
}

export function writeBoolean(view: DataView, at: number, value: boolean): number {
  view.setUint32(at, value ? 0x65757274 : 0x736c6166, true); /* "true", "fals" */
  if (value) return at + 4;
  view.setUint8(at + 4, 0x65);
  return at + 5;
}

function writeUint53(view: DataView, at: number, value: number): number {
  if (value <= 0xffff_ffff) return writeUint32(view, at, value);
  const head = Math.floor(value / 1e8);
  return writeEight(view, writeUint53(view, at, head), value - head * 1e8);
}

function writeUint32(view: DataView, at: number, value: number): number {
  if (value < 10_000) return writeShort(view, at, value);
  if (value < 1e8) {
    const head = (value / 10_000) >>> 0;
    const next = writeShort(view, at, head);
    view.setUint32(next, quads[value - head * 10_000] as number, true);
    return next + 4;
  }
  const head = (value / 1e8) >>> 0;
  return writeEight(view, writeShort(view, at, head), value - head * 1e8);
}

/** Eight digits. */
function writeEight(view: DataView, at: number, value: number): number {
  const head = (value / 10_000) >>> 0;
  view.setUint32(at, quads[head] as number, true);
  view.setUint32(at + 4, quads[value - head * 10_000] as number, true);
  return at + 8;
}

/** One to four digits. */
function writeShort(view: DataView, at: number, value: number): number {
  const digits = quads[value] as number;
  const length = value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4;
  view.setUint32(at, digits >>> (8 * (4 - length)), true);
  return at + length;
}

function writeAscii(view: DataView, at: number, text: string): number {
  for (let index = 0; index < text.length; index++) view.setUint8(at + index, text.charCodeAt(index));
  return at + text.length;
}
