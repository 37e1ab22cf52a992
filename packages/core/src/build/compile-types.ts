import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { CompileError } from "./compile-error.js";
import { findTypeScript, type TypeScript } from "./type-script.js";

/**
 * Makes a package's JavaScript with its own TypeScript. Does nothing where something else
 * makes it: in a package without `tsconfig.json`, or with one by which `tsc` writes none.
 *
 * @returns whether the compiler has run
 * @throws {CompileError} with the compiler's own messages
 */
export function compileTypes(folder: string): boolean {
  if (!writesJavaScript(folder)) return false;
  run(findTypeScript(folder), folder, plainly);
  return true;
}

/**
 * Whether it is a package's own TypeScript that makes its JavaScript.
 *
 * @throws {CompileError} where its configuration cannot be read
 */
export function writesJavaScript(folder: string): boolean {
  if (!existsSync(path.join(folder, "tsconfig.json"))) return false;
  const config = JSON.parse(run(findTypeScript(folder), folder, ["--showConfig"])) as {
    readonly compilerOptions?: { readonly noEmit?: boolean; readonly emitDeclarationOnly?: boolean };
  };
  const { noEmit, emitDeclarationOnly } = config.compilerOptions ?? {};
  return !noEmit && !emitDeclarationOnly;
}

/**
 * What {@link compileTypes} does, where {@link writesJavaScript} holds, without holding up the process.
 *
 * @param options further ones of the compiler
 * @param signal kills the compiler, which may be writing a file
 * @throws {CompileError} with its own messages, and whether it has written all the same
 */
export async function writeJavaScript(
  folder: string,
  options: readonly string[] = [],
  signal?: AbortSignal,
): Promise<void> {
  const { file, args } = findTypeScript(folder);
  const running = promisify(execFile)(file, [...args, ...project, ...plainly, ...options], { cwd: folder });
  /* `execFile` itself would send SIGTERM, of which TypeScript 7 takes no notice while it starts. */
  const kill = () => running.child.kill("SIGKILL");
  signal?.addEventListener("abort", kill);
  try {
    await running;
  } catch (error) {
    throw failed(error);
  } finally {
    signal?.removeEventListener("abort", kill);
  }
}

/**
 * Writes a package's JavaScript into another folder, and nothing else, as quickly as its TypeScript
 * can: without a look at types, where that is possible.
 *
 * @throws {CompileError} as {@link writeJavaScript}; what is wrong without a look at types counts as not written
 */
export async function writeJavaScriptTo(folder: string, target: string): Promise<void> {
  const { hasNoCheck } = findTypeScript(folder);
  const options = ["--outDir", target, hasNoCheck ? "--noCheck" : "--skipLibCheck", ...nothingElse];
  try {
    await writeJavaScript(folder, options);
  } catch (error) {
    if (!hasNoCheck || !(error instanceof CompileError)) throw error;
    throw new CompileError(error.message);
  }
}

const nothingElse = [
  ...["declaration", "declarationMap", "composite", "incremental", "noEmitOnError"].flatMap((option) => [
    `--${option}`,
    "false",
  ]),
  /* These are refused without those. */
  ...["declarationDir", "tsBuildInfoFile"].flatMap((option) => [`--${option}`, "null"]),
];

const project = ["-p", "tsconfig.json"];
const plainly = ["--pretty", "false"];

function run({ file, args }: TypeScript, folder: string, options: readonly string[]): string {
  try {
    const all = [...args, ...project, ...options];
    return execFileSync(file, all, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw failed(error);
  }
}

interface Failure {
  readonly stdout?: string;
  readonly stderr?: string;
  /** Of a process that was waited for, and of one that was not. */
  readonly status?: number | null;
  readonly code?: number | string | null;
}

/** `ExitStatus.DiagnosticsPresent_OutputsGenerated` of TypeScript. */
const hasWrittenStatus = 2;

function failed(error: unknown): CompileError {
  const { stdout = "", stderr = "", status, code } = error as Failure;
  return new CompileError(stdout + stderr || String(error), { hasWritten: (status ?? code) === hasWrittenStatus });
}
