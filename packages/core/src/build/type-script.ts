import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { CompileError } from "./compile-error.js";

/** A package's own TypeScript, and how its compiler is started. */
export interface TypeScript {
  readonly file: string;
  readonly args: readonly string[];
  /** Whether it can write JavaScript without looking at types: from 5.6 on. */
  readonly hasNoCheck: boolean;
}

/** @throws {CompileError} that says what to install */
export function findTypeScript(folder: string): TypeScript {
  try {
    const manifest = createRequire(path.resolve(folder, "package.json")).resolve("typescript/package.json");
    const { bin, version } = JSON.parse(readFileSync(manifest, "utf8")) as {
      readonly bin: { readonly tsc: string };
      readonly version: string;
    };
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const hasNoCheck = major > 5 || (major === 5 && minor >= 6);
    const native = nativeCompiler(manifest);
    if (native !== undefined) return { file: native, args: [], hasNoCheck };
    return { file: process.execPath, args: [path.join(path.dirname(manifest), bin.tsc)], hasNoCheck };
  } catch {
    throw new CompileError(
      `no TypeScript for ${path.join(folder, "tsconfig.json")}; npm install --save-dev typescript`,
    );
  }
}

/** What `tsc` of TypeScript 7 itself starts, a Node later; `undefined` for one written in JavaScript. */
function nativeCompiler(manifest: string): string | undefined {
  const name = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  try {
    const file = path.join(path.dirname(createRequire(manifest).resolve(name)), "lib/tsc");
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
