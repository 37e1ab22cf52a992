import { ProbeError } from "@probekit/core";
import { type BuildProblem, isRefusal } from "@probekit/core/build";
import { problemOf } from "../build/problem-of.js";

/** Why a probe could not be attached: of several plans, those that are its author's to mend. */
export function attachProblems(error: unknown, folder: string): BuildProblem[] {
  const reasons =
    error instanceof ProbeError && error.code === "ERR_NO_PLAN" && error.cause instanceof AggregateError
      ? (error.cause.errors as ProbeError[]).filter((reason) => !isRefusal(reason))
      : [];
  return (reasons.length > 0 ? reasons : [error]).map((reason) => problemOf(reason, folder));
}

/** `240 ms`, `1.3 s` */
export function elapsed(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** The files that were saved, of many the first. */
export function namesOf(files: readonly string[]): string {
  const most = 3;
  const shown = files.slice(0, most).join(", ");
  return files.length > most ? `${shown} and ${files.length - most} more` : shown;
}
