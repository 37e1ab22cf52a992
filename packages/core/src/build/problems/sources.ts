import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { includeDirectory } from "../../objects.js";
import type { SourcePlace } from "./problem.js";

/** A source file as lines. */
export interface SourceFile {
  /** From the package's folder. */
  readonly file: string;
  readonly lines: readonly string[];
}

/** The C and TypeScript that the author of a package has written. */
export interface Sources {
  readonly folder: string;
  readonly c: readonly SourceFile[];
  readonly ts: readonly SourceFile[];
  /** Of probekit, as they are included: `probekit/context.bpf.h`. */
  readonly headers: readonly SourceFile[];
}

const includeFolder = fileURLToPath(includeDirectory);

export function readSources(given: string): Sources {
  /* As compilers name the files in it. */
  const folder = existsSync(given) ? realpathSync(given) : given;
  return {
    folder,
    c: filesIn(folder, "bpf", /\.[ch]$/),
    ts: filesIn(folder, "src", /(?<!\.d|\.test)\.ts$/),
    headers: filesIn(includeFolder, "probekit", /\.h$/),
  };
}

function filesIn(folder: string, part: string, pattern: RegExp): SourceFile[] {
  let names: string[];
  try {
    names = readdirSync(path.join(folder, part), { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
  return names
    .filter((name) => pattern.test(name) && !isHidden(name))
    .sort()
    .map((name) => ({
      file: path.join(part, name),
      lines: readFileSync(path.join(folder, part, name), "utf8").split("\n"),
    }));
}

/** Editors put locks and copies of what is not saved beside the files, as links to nowhere. */
export function isHidden(file: string): boolean {
  return path.basename(file).startsWith(".");
}

const comment = /^\s*(\/\/|\/?\*)/;

/** Where to search: from one line of a file on, up to one that ends it. */
export interface Within {
  readonly place: SourcePlace;
  readonly until: RegExp;
}

/** The first line that matches and is no comment. */
export function findLine(
  files: readonly SourceFile[],
  pattern: RegExp,
  within?: Within,
): SourcePlace | undefined {
  for (const source of files) {
    if (within && source.file !== within.place.file) continue;
    const first = within ? within.place.line : 0;
    for (let index = first; index < source.lines.length; index++) {
      const line = source.lines[index] as string;
      if (!comment.test(line) && pattern.test(line)) return placeOf(source, index + 1);
      if (within?.until.test(line)) break;
    }
  }
  return undefined;
}

export function placeOf({ file, lines }: SourceFile, line: number, column?: number): SourcePlace {
  return { file, line, column, text: (lines[line - 1] ?? "").trim() };
}

/** A place that a compiler has told of, by the file's name as that was given it. */
export function toldPlace(
  { folder, c, ts, headers }: Sources,
  told: { readonly file: string; readonly line: number; readonly column: number | undefined },
): SourcePlace {
  const absolute = path.resolve(folder, told.file);
  const inFolder = path.relative(folder, absolute);
  const inHeaders = path.relative(includeFolder, absolute);
  const source =
    [...c, ...ts].find(({ file }) => file === inFolder) ?? headers.find(({ file }) => file === inHeaders);
  return placeOf(source ?? { file: absolute, lines: [] }, told.line, told.column);
}

/** The author's file that a place is in. */
export function ownSource({ c, ts }: Sources, place: Pick<SourcePlace, "file">): SourceFile | undefined {
  return [...c, ...ts].find(({ file }) => file === place.file);
}
