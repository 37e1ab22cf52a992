import { type BuildProblem, problemText } from "@probekit/core/build";
import { escapeLines } from "../output/escape.js";
import { say } from "../output/print.js";

/** Tells an author what is wrong and where, with the verifier's log where that is asked for. */
export function tellProblem(problem: BuildProblem, verbose: boolean): void {
  say(`probe: ${escapeLines(problemText(problem))}`);
  if (verbose && !problem.readLog && problem.log) say(`${escapeLines(problem.log.trimEnd())}\n`);
}
