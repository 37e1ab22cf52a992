/*
 * Names for what a record has come to. A record has come to something new when one of its names
 * is new: all combinations would be too many to tell anything.
 */

/** The functions on the way to where it was found. */
export function malformedOutcome(error: Error | undefined): string[] {
  const lines = [...(error?.stack ?? "").matchAll(/^ +at (?:[\w.]*\.)?#?([\w$]+) .*?(\d+:\d+)\)?$/gm)];
  const places = lines.slice(0, 2).map(([, name, at]) => `${name}:${at}`);
  return [`malformed ${places.join(" < ") || "short"}`];
}

/** Each member of the event with the kind of its value. */
export function eventOutcome(event: object): string[] {
  const { event: type } = event as { event: string };
  const names: string[] = [];
  const visit = (path: string, value: unknown) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      names.push(`${path} ${path.endsWith(".family") ? familyOf(value) : kindOf(value)}`);
      return;
    }
    const members = Object.entries(value);
    if (members.length === 0) names.push(`${path} {}`);
    for (const [name, member] of members) visit(`${path}.${name}`, member);
  };
  visit(type, event);
  return names;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.length > 2 ? "many" : value.length}]`;
  return typeof value === "string" ? textKind(value) : typeof value;
}

/** Those that have a name; there are 65536. */
function familyOf(family: unknown): string {
  return String(family).startsWith("0x") ? "unnamed" : String(family);
}

function textKind(text: string): string {
  if (text === "") return "empty";
  return /[\ud800-\udfff]/.test(text) ? "escaped" : "text";
}
