import { execFileSync } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { includeDirectory } from "../objects.js";
import { CompileError } from "./compile-error.js";

/** The oldest clang whose BPF code generator is known to do. */
const oldestClang = 14;
const newestClang = 24;

export interface Compiler {
  readonly clang: string;
  readonly strip: string;
}

/** Finds the newest clang with its llvm-strip. @throws {CompileError} that says what to install */
export function findCompiler(): Compiler {
  for (let version = newestClang; version >= oldestClang; version--) {
    const found = pair(`clang-${version}`, `llvm-strip-${version}`);
    if (found) return found;
  }
  const found = pair("clang", "llvm-strip");
  if (found) return found;
  throw new CompileError(
    `no clang with llvm-strip, version ${oldestClang} or newer; on Debian: apt-get install clang-19 llvm-19`,
  );
}

function pair(clang: string, strip: string): Compiler | undefined {
  return onPath(clang) && onPath(strip) ? { clang, strip } : undefined;
}

function onPath(command: string): boolean {
  return (process.env.PATH ?? "").split(":").some((folder) => existsSync(`${folder}/${command}`));
}

const targets: Readonly<Record<string, { readonly define: string; readonly multiarch: string }>> = {
  x64: { define: "__TARGET_ARCH_x86", multiarch: "x86_64-linux-gnu" },
  arm64: { define: "__TARGET_ARCH_arm64", multiarch: "aarch64-linux-gnu" },
};

/**
 * Compiles one `.bpf.c` into an object with BTF and without DWARF.
 *
 * @throws {CompileError} with the compiler's own messages
 */
export function compileBpf(source: string, object: string, compiler: Compiler = findCompiler()): void {
  const target = targets[process.arch];
  if (!target) throw new CompileError(`no BPF target is known for ${process.arch}`);
  /* A failure leaves the object that was there. */
  const fresh = `${object}.new`;
  run(compiler.clang, [
    ...["-target", "bpf", "-mcpu=v3", "-g", "-O2", "-std=gnu11"],
    ...["-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-sign-compare", "-Werror"],
    `-D${target.define}`,
    ...["-I", fileURLToPath(includeDirectory)],
    /* For <linux/…> and <asm/…>, which distributions keep by architecture. */
    ...["-idirafter", `/usr/include/${target.multiarch}`],
    ...["-c", source, "-o", fresh],
  ]);
  run(compiler.strip, ["-g", fresh]);
  renameSync(fresh, object);
}

function run(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new CompileError(stderr?.toString() || String(error));
  }
}
