/*
 * The process that compiles for `probe dev`. Apart from the one that traces, whose events go on
 * meanwhile, and whose children are traced: compilers are not meant. What is being compiled when that
 * one ends is finished, for half of it would be left in the package.
 */
import { cpSync } from "node:fs";
import {
  CompileError,
  compileBpf,
  writeJavaScript,
  writeJavaScriptTo,
  writesJavaScript,
} from "@probekit/core/build";
import { problemOf } from "../build/problem-of.js";
import type { CompileResult, CompileTask, Numbered } from "./compile-task.js";

let makesJavaScript: boolean | undefined;
let checking = new AbortController();

process.on("message", async ({ number, content }: Numbered<CompileTask>) => {
  const answer: Numbered<CompileResult> = { number, content: await perform(content) };
  if (process.connected) process.send?.(answer);
});

async function perform(task: CompileTask): Promise<CompileResult> {
  try {
    return result(true, await compile(task));
  } catch (error) {
    if (task.kind === "check" && checking.signal.aborted) return result(false);
    const written = error instanceof CompileError && error.hasWritten;
    return { ...result(written), problem: problemOf(error, task.folder) };
  }
}

function result(written: boolean, files: readonly string[] = []): CompileResult {
  return { written, files, makesJavaScript: makesJavaScript ?? false };
}

/** @returns what it was made from, as far as that matters */
async function compile(task: CompileTask): Promise<readonly string[]> {
  switch (task.kind) {
    case "c":
      return compileBpf(task.source, task.object);
    case "check":
      if (makesJavaScript) await writeJavaScript(task.folder, ["--skipLibCheck"], checking.signal);
      return [];
    case "types":
      checking.abort();
      checking = new AbortController();
      if (task.configured || makesJavaScript === undefined) makesJavaScript = writesJavaScript(task.folder);
      if (makesJavaScript) await writeJavaScriptTo(task.folder, task.copy.to);
      else cpSync(task.copy.from, task.copy.to, { recursive: true });
      return [];
  }
}
