const named: Readonly<Record<number, string>> = {
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};

/** A C string literal: ASCII as it is, other bytes in octal. `...` behind it where it was cut short. */
export function quoteBytes(bytes: Uint8Array, cut = false): string {
  let text = "";
  for (const [index, byte] of bytes.entries()) text += named[byte] ?? plainOrOctal(byte, bytes[index + 1]);
  return `"${text}"${cut ? "..." : ""}`;
}

function plainOrOctal(byte: number, next: number | undefined): string {
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  /* A digit that follows would be taken for one of the number's. */
  const digits = next !== undefined && next >= 0x30 && next <= 0x39 ? 3 : 1;
  return `\\${byte.toString(8).padStart(digits, "0")}`;
}

/** All bytes in hexadecimal, as strace writes what is random. */
export function quoteHex(hex: string, cut = false): string {
  return `"${hex.replace(/../g, "\\x$&")}"${cut ? "..." : ""}`;
}

export function quoteText(text: string, cut = false): string {
  return quoteBytes(bytesOf(text), cut);
}

/** The bytes of a string of an event: those that are not UTF-8 are lone surrogates in it. */
function bytesOf(text: string): Uint8Array {
  if (!/[\udc80-\udcff]/u.test(text)) return Buffer.from(text);
  return Buffer.concat(
    Array.from(text, (character) => {
      const code = character.codePointAt(0) as number;
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.of(code - 0xdc00) : Buffer.from(character);
    }),
  );
}
