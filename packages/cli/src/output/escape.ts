/*
 * Bytes from the kernel are hostile: whoever names a file or passes an argument chooses them.
 * A terminal obeys C0 and C1 controls, and bidi controls make text read as what it is not.
 */

const unsafeClass =
  "\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069";

/** With the `u` flag a surrogate matches only where it is alone. */
const unsafe = new RegExp(`[${unsafeClass}\\ud800-\\udfff]`, "gu");
const unsafeOnce = new RegExp(unsafe.source, "u");

const short: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Whether printing `text` could do more than show it. */
export function isUnsafe(text: string): boolean {
  return unsafeOnce.test(text);
}

/** Shows what a terminal would obey: `\x1b`, `\n`, `\u202e`; a byte that is not UTF-8 as `\xff`. */
export function escapeText(text: string): string {
  return isUnsafe(text) ? text.replace(unsafe, escapeCharacter) : text;
}

/** As {@link escapeText}, for text of several lines. */
export function escapeLines(text: string): string {
  return text.split("\n").map(escapeText).join("\n");
}

export function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`;
  return short[character] ?? (code < 0x80 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/** What JSON leaves as it is and a terminal obeys. */
const unsafeInJson = new RegExp(`[${unsafeClass.replace("\\u0000-\\u001f", "")}]`, "g");

/** The same JSON, in which everything that a terminal would obey is written as `\\u009b`. */
export function escapeJson(json: string): string {
  return json.replace(unsafeInJson, (character) => `\\u${hex(character.charCodeAt(0), 4)}`);
}
