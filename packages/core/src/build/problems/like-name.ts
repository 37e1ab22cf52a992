import { closest } from "../../errors/suggest.js";
import type { SourceFile } from "./sources.js";

/** A name that clang does not know. In that line or in a note behind it, it says which it takes it for. */
const unknownName =
  /^.*error: (?:call to undeclared \w+|use of undeclared \w+|unknown type name|no member named) '(?<name>\w+)'/;
const takenFor = /did you mean '(\w+)'/;

/**
 * What an unknown name was probably meant to be: of probekit's names one that is for probes, which
 * clang does not see where it is a macro; of others what clang says.
 *
 * @param text an error of clang, with the notes behind it
 */
export function likeName(text: string, headers: readonly SourceFile[]): string | undefined {
  const name = unknownName.exec(text)?.groups?.name;
  if (name === undefined) return undefined;
  if (!/^probe_/i.test(name)) return takenFor.exec(text)?.[1];
  const known = headers.flatMap(({ lines }) => lines.flatMap(namesIn));
  /* It is there, and a header is not. */
  return known.includes(name) ? undefined : closest(name, known);
}

/** What a line of a header defines that is for probes: names with `probekit_` are not. */
function namesIn(line: string): string[] {
  const name =
    /^#define (PROBE_\w+|probe_\w+)/.exec(line)?.[1] ?? /^static .*?\b(probe_\w+)\(/.exec(line)?.[1];
  return name === undefined || name.endsWith("_H") ? [] : [name];
}
