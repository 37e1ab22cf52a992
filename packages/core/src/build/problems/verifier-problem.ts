import { readFileSync } from "node:fs";
import path from "node:path";
import type { ProbeError } from "../../errors/probe-error.js";
import { type LineInfo, readLineInfo } from "../line-info.js";
import { programPlace } from "./c-places.js";
import type { BuildProblem, SourcePlace } from "./problem.js";
import { findLine, readSources, type Sources } from "./sources.js";
import { explainVerifier } from "./verifier-explanations.js";
import { placesOfStep } from "./verifier-place.js";
import { readVerifierLog } from "./verifier-report.js";

/** What the kernel's verifier refuses: the line of C, and what it knew there, in words. */
export function verifierProblem(error: ProbeError, folder: string): BuildProblem {
  const sources = readSources(folder);
  const report = readVerifierLog(error.log);
  const explanation = explainVerifier(report);
  const lines = linesOf(folder, error.object ?? "");
  /* Of a reference that is kept, where it was taken; else the last step. */
  const taken = Number(/alloc_insn=(\d+)/.exec(report.message)?.[1]);
  const step = report.steps.findLastIndex(({ instruction }) => instruction === taken);
  const at = step < 0 ? report.steps.length - 1 : step;
  const places = atMember(report.message, placesOfStep(report.steps, at, lines, sources), sources);
  const whole = report.program === undefined ? undefined : programPlace(sources.c, report.program);
  return {
    title: titleOf(error, report.program),
    places: places.length === 0 && whole ? [whole] : places,
    reason: explanation?.reason ?? (report.message.includes("\n") ? report.message : undefined),
    remedy: explanation?.remedy,
    log: error.log,
    readLog: false,
  };
}

/** The compiler puts what finds a kernel's member where the pointer comes from, not where it is read. */
function atMember(message: string, places: SourcePlace[], { c }: Sources): SourcePlace[] {
  const member = /CO-RE relocation .*struct \w+\.(\w+)/.exec(message)?.[1];
  const [first, ...others] = places;
  if (member === undefined || first === undefined || first.text.includes(member)) return places;
  const read = findLine(c, new RegExp(`\\b${member}\\b`), { place: first, until: /^}/ });
  return [read ?? first, ...others];
}

function titleOf({ message, object = "" }: ProbeError, program: string | undefined): string {
  return program === undefined ? message : message.replace(`load ${object}`, `load ${program} of ${object}`);
}

/** None where there is no object. */
function linesOf(folder: string, object: string): LineInfo[] {
  try {
    return readLineInfo(readFileSync(path.join(folder, "bpf", object)));
  } catch {
    return [];
  }
}
