import { execFileSync } from "node:child_process";
import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The oldest clang that compiles the probes (`preserve_access_index`, `-mcpu=v3`, BTF type tags). */
export const minClangMajor = 14;

/**
 * The newest clang of at least version 14 on the PATH that has its llvm-strip, a versioned binary first.
 *
 * @returns `{ clang, llvmStrip, major }` with absolute paths, or `undefined` if there is none
 */
export function findClang() {
  return clangNames()
    .map((name) => ({ clang: which(name), llvmStrip: which(name.replace("clang", "llvm-strip")) }))
    .filter((tools) => tools.clang && tools.llvmStrip)
    .map((tools) => ({ ...tools, major: clangMajor(tools.clang) }))
    .find((tools) => tools.major >= minClangMajor);
}

/** What the build needs and this machine lacks, by what a user would call it. */
export function missingTools() {
  const missing = ["pkg-config", "g++", "make", "python3"].filter((name) => !which(name));
  if (!findClang()) missing.push("clang");
  if (!hasLibbpf()) missing.push("libbpf");
  return missing;
}

/** The absolute path of a command, or `undefined`. Reads the PATH and starts no process. */
export function which(name) {
  return searchPath()
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function clangNames() {
  const majors = searchPath()
    .flatMap(listFolder)
    .map((name) => /^clang-(\d+)$/.exec(name)?.[1])
    .filter((major) => major !== undefined)
    .map(Number);
  const newestFirst = [...new Set(majors)].sort((a, b) => b - a);
  return [...newestFirst.map((major) => `clang-${major}`), "clang"];
}

function clangMajor(clang) {
  const versioned = /clang-(\d+)$/.exec(clang)?.[1];
  if (versioned) return Number(versioned);
  return Number(/version (\d+)/.exec(outputOf(clang, ["--version"]))?.[1] ?? 0);
}

function hasLibbpf() {
  return which("pkg-config") !== undefined && outputOf("pkg-config", ["--modversion", "libbpf"]) >= "1";
}

function outputOf(command, args) {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}

function searchPath() {
  return (process.env.PATH ?? "").split(delimiter).filter(Boolean);
}

function listFolder(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
