import { escapeText, isUnsafe } from "./escape.js";

/** What every shell takes for itself. */
const plain = /^[\w@%+=:,./-]+$/;

/**
 * An argument as one would type it in bash: bare where that is possible, else in quotes, so
 * that an empty one and one with blanks are seen. What a terminal would obey is in `$'…'`.
 */
export function shellQuote(argument: string): string {
  if (plain.test(argument)) return argument;
  if (isUnsafe(argument)) return `$'${escapeText(argument.replace(/[\\']/g, "\\$&"))}'`;
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}
