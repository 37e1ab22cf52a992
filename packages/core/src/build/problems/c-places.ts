import type { SourcePlace } from "./problem.js";
import { findLine, type SourceFile } from "./sources.js";

/* Names come from contracts and BTF: they are words of C, without characters that a pattern reads. */

export function structPlace(files: readonly SourceFile[], struct: string): SourcePlace | undefined {
  return findLine(files, new RegExp(`^\\s*struct ${struct}\\s*(\\{|$)`));
}

/** The member's line, or the struct's where it has none of that name. */
export function memberPlace(
  files: readonly SourceFile[],
  struct: string,
  member: string,
): SourcePlace | undefined {
  const place = structPlace(files, struct);
  const [first = ""] = member.split(".");
  const declared = new RegExp(`\\b${first}(\\[[^\\]]*\\])*\\s*(:\\s*\\d+\\s*)?[;,]`);
  return place && (findLine(files, declared, { place, until: /^}/ }) ?? place);
}

/** Where a program's function begins: `int name(…)`, or by libbpf's macros `int BPF_PROG(name, …)`. */
export function programPlace(files: readonly SourceFile[], program: string): SourcePlace | undefined {
  return findLine(files, new RegExp(`^\\w[^;]*\\b(${program}\\s*\\(|BPF_\\w+\\(\\s*${program}\\b)[^;]*$`));
}

export function mapPlace(files: readonly SourceFile[], map: string): SourcePlace | undefined {
  return findLine(
    files,
    new RegExp(`(^}|^\\w[^;]*)\\s*\\b${map}\\s+SEC\\(|^PROBE_(TABLE|HISTOGRAM)\\(\\s*${map}\\b`),
  );
}

export function variablePlace(files: readonly SourceFile[], variable: string): SourcePlace | undefined {
  return findLine(files, new RegExp(`^\\w[^;(]*\\b${variable}\\b[^(]*;`));
}

export function enumPlace(files: readonly SourceFile[], name: string): SourcePlace | undefined {
  return findLine(files, new RegExp(`^\\s*enum ${name}\\s*(\\{|$)`));
}
