import pc from "picocolors";
import { buildPackage, isSound } from "../build/build.js";
import { describeBuild } from "../build/describe.js";
import { problemOf } from "../build/problem-of.js";
import { tellProblem } from "../build/tell-problem.js";
import { exitStatus } from "../exit.js";
import { prettyJson } from "../output/json.js";
import { print } from "../output/print.js";
import { isVerbose } from "../output/report-error.js";
import { wantsColor } from "../output/terminal.js";

export interface BuildOptions {
  readonly output: string;
  readonly load: boolean;
  readonly verbose?: boolean;
  /** `true` where no struct is named. */
  readonly types?: true | readonly string[];
}

/**
 * Builds the probe package of a folder, or prints what its contract has to say of its structs.
 *
 * @returns the status: whether it was built, and no plan is the author's mistake
 */
export async function build(folder: string, options: BuildOptions): Promise<number> {
  const { packageTypes } = await import("@probekit/core/build");
  const native = await import("@probekit/native");
  const verbose = isVerbose(options.verbose);
  try {
    if (options.types !== undefined) {
      print(packageTypes(folder, options.types === true ? [] : options.types, native));
      return exitStatus.ok;
    }
    const built = await buildPackage(folder, options.load, native);
    print(
      options.output === "json" ? prettyJson(built) : describeBuild(built, pc.createColors(wantsColor(true))),
    );
    for (const { problem } of built.plans ?? []) if (problem) tellProblem(problem, verbose);
    return isSound(built) ? exitStatus.ok : exitStatus.failed;
  } catch (error) {
    const problem = problemOf(error, folder);
    if (options.output === "json") print(prettyJson({ problem }));
    tellProblem(problem, verbose);
    return exitStatus.failed;
  }
}
