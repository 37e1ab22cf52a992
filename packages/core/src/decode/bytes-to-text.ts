/**
 * Bytes as text, without loss: UTF-8 where they are valid, and each byte that is not as the
 * lone surrogate U+DC80 to U+DCFF (Python's surrogateescape). File names, arguments and comms
 * are bytes to the kernel, and this is the one rule for all of them.
 */
export function bytesToText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start, end);
  return text.includes("\ufffd") ? decodeEscaping(bytes, start, end) : text;
}

/** The bytes that {@link bytesToText} was given. */
export function textToBytes(text: string): Buffer {
  if (!/[\udc80-\udcff]/.test(text)) return Buffer.from(text, "utf8");
  const parts: Buffer[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const escaped = code >= 0xdc80 && code <= 0xdcff;
    parts.push(escaped ? Buffer.of(code - 0xdc00) : Buffer.from(character, "utf8"));
  }
  return Buffer.concat(parts);
}

function decodeEscaping(bytes: Buffer, start: number, end: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = "";
  for (let at = start; at < end; ) {
    const length = sequenceLength(view, at, end);
    text +=
      length > 0
        ? bytes.toString("utf8", at, at + length)
        : String.fromCharCode(0xdc00 + (bytes[at] as number));
    at += Math.max(length, 1);
  }
  return text;
}

/** Length of the valid UTF-8 sequence at `at`, by table 3-7 of the Unicode standard; 0 if there is none. */
export function sequenceLength(view: DataView, at: number, end: number): number {
  const lead = view.getUint8(at);
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > end) return 0;
  const second = view.getUint8(at + 1);
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let index = 2; index < length; index++) {
    if ((view.getUint8(at + index) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

/** A `char[size]` at `start`, up to its first NUL. */
export function textUpToNul(bytes: Buffer, start: number, size: number): string {
  const nul = bytes.subarray(start, start + size).indexOf(0);
  return bytesToText(bytes, start, start + (nul < 0 ? size : nul));
}
