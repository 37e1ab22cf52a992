/*
 * The process that compiles for `probe dev`. Apart from the one that traces, whose events go on
 * meanwhile, and whose children are traced: compilers are not meant.
 */
import { cpSync } from "node:fs";
import {
  CompileError,
  compileBpf,
  explainBuildError,
  writeJavaScript,
  writesJavaScript,
} from "@probekit/core/build";
import type { CompileResult, CompileTask } from "./compile-task.js";

let makesJavaScript: boolean | undefined;

process.on("message", (task: CompileTask) => process.send?.(perform(task)));

function perform(task: CompileTask): CompileResult {
  const files: string[] = [];
  let failure: unknown;
  try {
    if (task.kind === "c") files.push(...compileBpf(task.source, task.object));
    else makeJavaScript(task);
  } catch (error) {
    failure = error;
  }
  const written = failure === undefined || (failure instanceof CompileError && failure.hasWritten);
  const problem = failure === undefined ? undefined : explainBuildError(failure, task.folder);
  return { written, files, makesJavaScript: makesJavaScript ?? false, ...(problem && { problem }) };
}

/** @throws {CompileError} after the copy is made, where there is something to copy */
function makeJavaScript({ folder, copy, configured }: CompileTask & { readonly kind: "types" }): void {
  if (configured || makesJavaScript === undefined) makesJavaScript = writesJavaScript(folder);
  let complaint: CompileError | undefined;
  try {
    if (makesJavaScript) writeJavaScript(folder);
  } catch (error) {
    if (!(error instanceof CompileError && error.hasWritten)) throw error;
    complaint = error;
  }
  cpSync(copy.from, copy.to, { recursive: true });
  if (complaint) throw complaint;
}
