import path from "node:path";
import type { LineInfo } from "../line-info.js";
import { callThatLeadsTo } from "./header-calls.js";
import type { SourcePlace } from "./problem.js";
import { ownSource, type Sources, toldPlace } from "./sources.js";
import type { PrintedLine, Step } from "./verifier-report.js";

/**
 * The places of a step, the best first: the author's own line; where it lies in a header of
 * probekit, the author's call that leads there and then the header's line.
 *
 * @param lines the object's, which know what older kernels do not print
 */
export function placesOfStep(
  steps: readonly Step[],
  at: number,
  lines: readonly LineInfo[],
  sources: Sources,
): SourcePlace[] {
  const found = placeOfStep(steps, at, lines, sources);
  if (!found || ownSource(sources, found)) return found ? [found] : [];
  for (let index = at - 1; index >= 0; index--) {
    const before = placeOfStep(steps, index, lines, sources);
    const source = before && ownSource(sources, before);
    if (source) return [callThatLeadsTo(found, source, before, sources.headers) ?? before, found];
  }
  return [found];
}

function placeOfStep(
  steps: readonly Step[],
  at: number,
  lines: readonly LineInfo[],
  sources: Sources,
): SourcePlace | undefined {
  const told = infoOfStep(steps, at, lines);
  return told && toldPlace(sources, told);
}

function infoOfStep(steps: readonly Step[], at: number, lines: readonly LineInfo[]): LineInfo | undefined {
  const step = steps[at];
  if (step?.source) return lineInfoOf(step.source, step.instruction, lines);
  /* By its number, in the section of the step before. */
  const before = step && infoOfStep(steps, at - 1, lines);
  return before && lines.findLast((line) => line.section === before.section && line.instruction <= step.instruction);
}

/**
 * Of the object's lines with the text that was printed, that of the same number; where the
 * kernel has printed none, the last one up to the instruction.
 */
function lineInfoOf(
  { text, file, line }: PrintedLine,
  instruction: number,
  lines: readonly LineInfo[],
): LineInfo | undefined {
  const alike = lines.filter(
    (candidate) =>
      candidate.text === text.trim() &&
      (line === undefined || candidate.line === line) &&
      (file === undefined || path.basename(candidate.file) === path.basename(file)),
  );
  return alike.findLast((candidate) => candidate.instruction <= instruction) ?? alike[0];
}
