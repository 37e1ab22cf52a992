import pc from "picocolors";
import { describeDiagnosis } from "../describe/diagnosis.js";
import { diagnose, isHealthy } from "../doctor/diagnosis.js";
import { exitStatus } from "../exit.js";
import { prettyJson } from "../output/json.js";
import { print } from "../output/print.js";
import { wantsColor } from "../output/terminal.js";

/** Prints what works here and what does not. @returns the status: whether every probe can run */
export async function doctor({ output, project }: { output: string; project?: string }): Promise<number> {
  const diagnosis = await diagnose(project);
  print(
    output === "json"
      ? prettyJson(diagnosis)
      : describeDiagnosis(diagnosis, pc.createColors(wantsColor(true))),
  );
  return isHealthy(diagnosis) ? exitStatus.ok : exitStatus.failed;
}
