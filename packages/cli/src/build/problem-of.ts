import { type BuildProblem, explainBuildError } from "@probekit/core/build";

/**
 * What {@link explainBuildError} says; where the sources cannot be read for it, what was thrown
 * says itself. An author saves while they are read.
 */
export function problemOf(error: unknown, folder: string): BuildProblem {
  try {
    return explainBuildError(error, folder);
  } catch {
    return explainBuildError(new Error(error instanceof Error ? error.message : String(error)), folder);
  }
}
