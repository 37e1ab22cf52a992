/** A line of an author's source. */
export interface SourcePlace {
  /** From the package's folder; of probekit's own headers as they are included: `probekit/context.bpf.h`. */
  readonly file: string;
  readonly line: number;
  /** From 1; `undefined` where only the line is known. */
  readonly column: number | undefined;
  /** The line without the blanks around it; empty where the file cannot be read. */
  readonly text: string;
}

/** Why a probe could not be built or loaded, for its author. */
export interface BuildProblem {
  /** One line: probe, operation, object, reason. */
  readonly title: string;
  /** Where to look, the best first. Empty where the sources do not tell. */
  readonly places: readonly SourcePlace[];
  /** What it means, in words; `undefined` where the title says it. */
  readonly reason: string | undefined;
  /** What to do; `undefined` where the title or the compiler says it. */
  readonly remedy: string | undefined;
  /** Of a compiler all that it said; of the kernel its log, with all of the verifier's. */
  readonly log: string;
  /** Whether the log is what the author should read: no line of it is told otherwise. */
  readonly readLog: boolean;
}

/** A problem as lines for a terminal, ended by a line break. Not escaped. */
export function problemText({ title, places, reason, remedy, log, readLog }: BuildProblem): string {
  const lines = [
    title,
    ...places.map((place) => `  ${placeText(place)}${place.text && `: ${place.text}`}`),
    ...(reason === undefined ? [] : [`  ${reason.replaceAll("\n", "\n  ")}`]),
    ...(remedy === undefined ? [] : [`  → ${remedy}`]),
    ...(readLog ? [log.trimEnd()] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** `bpf/mine.bpf.c:31:9` */
export function placeText({ file, line, column }: SourcePlace): string {
  return [file, line, ...(column === undefined ? [] : [column])].join(":");
}
