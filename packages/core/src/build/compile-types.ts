import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { CompileError } from "./compile-error.js";

/**
 * Makes a package's JavaScript with its own TypeScript. Does nothing where something else
 * makes it: in a package without `tsconfig.json`, or with one by which `tsc` writes none.
 *
 * @returns whether the compiler has run
 * @throws {CompileError} with the compiler's own messages
 */
export function compileTypes(folder: string): boolean {
  if (!writesJavaScript(folder)) return false;
  writeJavaScript(folder);
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
 * The second half of {@link compileTypes}, for whoever knows that {@link writesJavaScript}.
 *
 * @throws {CompileError} with the compiler's own messages, and whether it has written all the same
 */
export function writeJavaScript(folder: string): void {
  run(findTypeScript(folder), folder, ["--pretty", "false"]);
}

/** @throws {CompileError} that says what to install */
function findTypeScript(folder: string): string {
  try {
    const manifest = createRequire(path.resolve(folder, "package.json")).resolve("typescript/package.json");
    const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly bin: { readonly tsc: string } };
    return path.join(path.dirname(manifest), bin.tsc);
  } catch {
    throw new CompileError(
      `no TypeScript for ${path.join(folder, "tsconfig.json")}; npm install --save-dev typescript`,
    );
  }
}

interface Failure {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: number | null;
}

/** `ExitStatus.DiagnosticsPresent_OutputsGenerated` of TypeScript. */
const hasWrittenStatus = 2;

function run(tsc: string, folder: string, options: readonly string[]): string {
  try {
    const args = [tsc, "-p", "tsconfig.json", ...options];
    return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stdout = "", stderr = "", status } = error as Failure;
    throw new CompileError(stdout + stderr || String(error), { hasWritten: status === hasWrittenStatus });
  }
}
