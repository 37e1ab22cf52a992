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
    `no clang with llvm-strip, version ${oldestClang} or newer; on Debian: apt-get install clang llvm`,
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
 * @returns the files that it was made from: the source and all headers but the system's
 * @throws {CompileError} with the compiler's own messages
 */
export function compileBpf(source: string, object: string, compiler: Compiler = findCompiler()): string[] {
  const target = targets[process.arch];
  if (!target) throw new CompileError(`no BPF target is known for ${process.arch}`);
  /* A failure leaves the object that was there. */
  const fresh = `${object}.new`;
  const rule = run(compiler.clang, [
    ...["-target", "bpf", "-mcpu=v3", "-g", "-O2", "-std=gnu11"],
    ...["-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-sign-compare", "-Werror"],
    `-D${target.define}`,
    ...["-I", fileURLToPath(includeDirectory)],
    /* For <linux/…> and <asm/…>, which distributions keep by architecture. */
    ...["-idirafter", `/usr/include/${target.multiarch}`],
    ...["-MMD", "-MF", "-"],
    ...["-c", source, "-o", fresh],
  ]);
  run(compiler.strip, ["-g", fresh]);
  renameSync(fresh, object);
  return prerequisites(rule);
}

/** Of the rule for make that a compiler has written: `mine.bpf.o: mine.bpf.c \\⏎ mine.h`. */
function prerequisites(rule: string): string[] {
  const files = rule.slice(rule.search(/:\s/) + 1);
  return (files.replaceAll("\\\n", " ").match(/(?:\\.|\S)+/g) ?? []).map((file) =>
    file.replace(/\\(.)/g, "$1").replaceAll("$$", "$"),
  );
}

function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new CompileError(stderr || String(error));
  }
}
