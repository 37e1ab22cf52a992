import type { ProbeError } from "../../errors/probe-error.js";
import type { ErrorCode } from "../../errors/registry.js";
import { CompileError } from "../compile-error.js";
import { compileProblem } from "./compile-problem.js";
import { contractProblem } from "./contract-problem.js";
import type { BuildProblem } from "./problem.js";
import { verifierProblem } from "./verifier-problem.js";

/**
 * Says to a probe's author why it could not be built or loaded, and where in its sources.
 *
 * @param error what {@link compileTypes}, {@link buildProbe}, {@link tryPlans} or `openSession`
 * threw or gave; anything else is told by its message
 * @param folder the package's folder; a source that is not there leaves its place out
 */
export function explainBuildError(error: unknown, folder: string): BuildProblem {
  if (error instanceof CompileError) return compileProblem(error, folder);
  if (!isProbeError(error)) return plainProblem(error);
  if (fromVerifier.has(error.code) && error.probe !== "session") return verifierProblem(error, folder);
  return contractProblem(error, folder);
}

const fromVerifier: ReadonlySet<ErrorCode> = new Set(["ERR_LOAD", "ERR_KERNEL_TYPE"]);

/** Also of another copy of this package: a contract's module imports its own. */
function isProbeError(error: unknown): error is ProbeError {
  return error instanceof Error && error.name === "ProbeError" && "reason" in error;
}

function plainProblem(error: unknown): BuildProblem {
  const title = error instanceof Error ? error.message : String(error);
  return { title, places: [], reason: undefined, remedy: undefined, log: "", readLog: false };
}
