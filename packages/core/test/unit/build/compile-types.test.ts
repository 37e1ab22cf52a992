import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { CompileError } from "../../../src/build/compile-error.js";
import { compileTypes, writeJavaScript, writeJavaScriptTo } from "../../../src/build/compile-types.js";

/* A compiler takes its time on a machine that is busy. */
vi.setConfig({ testTimeout: 240_000 });

const typescript = fileURLToPath(new URL("../../../../../node_modules/typescript", import.meta.url));

/** A package of one source; without options it has no `tsconfig.json`. */
function packageOf(source: string, compilerOptions: object | undefined, hasTypeScript = true): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-types-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["src", "node_modules"]) mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(path.join(folder, "src/probe.ts"), source);
  if (hasTypeScript) symlinkSync(typescript, path.join(folder, "node_modules/typescript"));
  if (!compilerOptions) return folder;
  const config = { compilerOptions: { rootDir: "src", outDir: "dist", types: [], ...compilerOptions } };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  return folder;
}

const source = "export const answer: number = 42;\n";

test("a package's TypeScript makes its JavaScript", () => {
  const folder = packageOf(source, {});
  expect(compileTypes(folder)).toBe(true);
  expect(existsSync(path.join(folder, "dist/probe.js"))).toBe(true);
});

test.each([
  ["without a tsconfig.json", undefined],
  ["whose TypeScript writes declarations alone", { declaration: true, emitDeclarationOnly: true }],
  ["whose TypeScript writes nothing", { noEmit: true }],
])("a package %s is built by something else", (_, options) => {
  const folder = packageOf(source, options);
  expect(compileTypes(folder)).toBe(false);
  expect(existsSync(path.join(folder, "dist"))).toBe(false);
});

test("what TypeScript refuses is told in its words", () => {
  const folder = packageOf('export const answer: number = "42";\n', {});
  expect(() => compileTypes(folder)).toThrow(CompileError);
  expect(() => compileTypes(folder)).toThrow(/^src\/probe\.ts\(1,14\): error TS2322: /);
});

test("JavaScript alone is written into another folder, whatever its types", async () => {
  const options = { declaration: true, declarationDir: "types", incremental: true, tsBuildInfoFile: "info" };
  const folder = packageOf('export const answer: number = "42";\n', options);
  await writeJavaScriptTo(folder, path.join(folder, "other"));
  expect(readdirSync(folder).sort()).toEqual(["node_modules", "other", "package.json", "src", "tsconfig.json"]);
  expect(readdirSync(path.join(folder, "other"))).toEqual(["probe.js"]);
});

test("what is no TypeScript counts as not written", async () => {
  const folder = packageOf("export const answer = ;\n", {});
  const writing = writeJavaScriptTo(folder, path.join(folder, "other"));
  await expect(writing).rejects.toThrow(/^src\/probe\.ts\(1,23\): error TS1109: /);
  await expect(writing).rejects.toMatchObject({ hasWritten: false });
});

test("where there is no TypeScript it says what to install", () => {
  const folder = packageOf(source, {}, false);
  expect(() => compileTypes(folder)).toThrow(/^no TypeScript for .*tsconfig\.json; npm install --save-dev typescript$/);
});

test("a compiler is given up though it takes no notice of it", async () => {
  const folder = packageOf(source, {});
  const started = path.join(folder, "started");
  stubCompiler(folder, [
    'process.on("SIGTERM", () => {});',
    `require("node:fs").writeFileSync(${JSON.stringify(started)}, "");`,
    "setInterval(() => {}, 1000);",
  ]);
  const given = new AbortController();
  const written = writeJavaScript(folder, [], given.signal);
  await vi.waitFor(() => expect(existsSync(started)).toBe(true), { timeout: 60_000 });
  given.abort();
  await expect(written).rejects.toThrow(CompileError);
});

/** Puts a program in the place of the compiler of a package's TypeScript 7. */
function stubCompiler(folder: string, lines: readonly string[]): void {
  const modules = path.join(folder, "node_modules");
  rmSync(path.join(modules, "typescript"));
  const native = `@typescript/typescript-${process.platform}-${process.arch}`;
  for (const [name, rest] of [
    ["typescript", { version: "7.0.2", bin: { tsc: "none" } }],
    [native, {}],
  ] as const) {
    mkdirSync(path.join(modules, name, "lib"), { recursive: true });
    writeFileSync(path.join(modules, name, "package.json"), JSON.stringify({ name, ...rest }));
  }
  const program = `#!${process.execPath}\n${lines.join("\n")}\n`;
  writeFileSync(path.join(modules, native, "lib/tsc"), program, { mode: 0o755 });
}
