/*
 * Names for what a record has come to: the same for records that take the same way through the
 * decoder.
 */

/** The functions on the way to where it was found. */
export function malformedOutcome(error: Error | undefined): string {
  const lines = [...(error?.stack ?? "").matchAll(/^ +at (?:[\w.]*\.)?#?([\w$]+) .*?(\d+:\d+)\)?$/gm)];
  const places = lines.slice(0, 2).map(([, name, at]) => `${name}:${at}`);
  return `malformed ${places.join(" < ") || "short"}`;
}

/** The kinds of the event's values. */
export function eventOutcome(event: unknown): string {
  return kindOf(event);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.length > 2 ? "many" : value.length}]`;
  if (typeof value === "object") {
    const members = Object.entries(value).map(([name, member]) =>
      name === "family" ? `${name}=${familyOf(member)}` : `${name}:${kindOf(member)}`,
    );
    return `{${members.join(" ")}}`;
  }
  if (typeof value === "string") return textKind(value);
  return typeof value;
}

/** Those that have a name; there are 65536. */
function familyOf(family: unknown): string {
  return String(family).startsWith("0x") ? "unnamed" : String(family);
}

function textKind(text: string): string {
  if (text === "") return "empty";
  return /[\ud800-\udfff]/.test(text) ? "escaped" : "text";
}
