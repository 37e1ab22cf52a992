import type { SourcePlace } from "./problem.js";
import { placeOf, type SourceFile } from "./sources.js";

/*
 * Probekit's functions are inlined, and an object does not say from where: which of the author's
 * lines has called them shows in who calls whom.
 */

/** A function or macro of a header. */
interface HeaderFunction {
  readonly name: string;
  readonly file: string;
  readonly first: number;
  readonly last: number;
  readonly calls: readonly string[];
}

/**
 * The first line of an author's source from `before` on that calls, by itself or by others, the
 * function in a header that has the line `inside`.
 */
export function callThatLeadsTo(
  inside: SourcePlace,
  source: SourceFile,
  before: SourcePlace,
  headers: readonly SourceFile[],
): SourcePlace | undefined {
  const functions = headers.flatMap(functionsOf);
  const target = functions.find(
    ({ file, first, last }) => file === inside.file && first <= inside.line && inside.line <= last,
  );
  if (!target) return undefined;
  const leading = callersOf(target.name, functions);
  const index = source.lines.findIndex(
    (line, at) => at + 1 >= before.line && callsIn(line).some((name) => leading.has(name)),
  );
  return index < 0 ? undefined : placeOf(source, index + 1);
}

/** The function itself, and all by which it is reached. */
function callersOf(name: string, functions: readonly HeaderFunction[]): ReadonlySet<string> {
  const found = new Set([name]);
  /* A set is walked on to what is added meanwhile. */
  for (const callee of found)
    for (const caller of functions) if (caller.calls.includes(callee)) found.add(caller.name);
  return found;
}

const definition = /^(?:#define (?<macro>\w+)\(|\w[^;=]*?\b(?<name>\w+)\()/;

function functionsOf({ file, lines }: SourceFile): HeaderFunction[] {
  return lines.flatMap((line, index) => {
    /* The type may be on a line of its own. */
    const { macro, name } = definition.exec(line)?.groups ?? {};
    if (macro === undefined && name === undefined) return [];
    const isEnd = macro === undefined ? (text: string) => text === "}" : (text: string) => !text.endsWith("\\");
    const length = lines.slice(index).findIndex(isEnd);
    const body = lines.slice(index, index + length + 1);
    const [, ...calls] = callsIn(body.join("\n"));
    return [{ name: (macro ?? name) as string, file, first: index + 1, last: index + body.length, calls }];
  });
}

function callsIn(text: string): string[] {
  return [...text.matchAll(/\b(\w+)\s*\(/g)].map(([, name]) => name as string);
}
