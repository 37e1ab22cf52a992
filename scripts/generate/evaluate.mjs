// What the constants of C headers are worth, by the compiler that reads them.
import { spawnSync } from "node:child_process";
import { findClang } from "../lib/toolchain.mjs";

/**
 * What headers define.
 *
 * @param headers `{ target, folders }`
 * @param includes such as `linux/fcntl.h`
 */
export function readHeaders(headers, includes) {
  const key = [headers.target, ...includes].join(" ");
  const known = read.get(key);
  if (known) return known;
  const source = includes.map((include) => `#include <${include}>\n`).join("");
  /* Definitions among the declarations, which have the enums. */
  const text = clang(headers, ["-E", "-P", "-dD"], source);
  const found = {
    source,
    text,
    /** Names that can be worth something: macros without arguments, and whatever else is an identifier. */
    names: new Set([
      ...[...text.matchAll(/^#define (\w+) \S/gm)].map((match) => match[1]),
      ...(text.replace(/^#.*$/gm, "").match(/\b[A-Z_]\w+\b/g) ?? []),
    ]),
  };
  read.set(key, found);
  return found;
}

const read = new Map();

/** The constants of `enum name`. */
export function enumerators({ text }, name) {
  const body = new RegExp(`enum ${name}\\s*\\{([^}]*)\\}`).exec(text)?.[1];
  if (!body) throw new Error(`there is no enum ${name}`);
  return body
    .split(",")
    .map((entry) => /\w+/.exec(entry)?.[0])
    .filter(Boolean);
}

/** The values of constant expressions, in their order. */
export function evaluate(headers, source, expressions) {
  if (expressions.length === 0) return [];
  /* The last one keeps the compiler from writing an array of zeros in another way. */
  const values = [...expressions, "-1"].map((expression) => `(long long)(${expression}),\n`).join("");
  const assembly = clang(
    headers,
    ["-S", "-emit-llvm", "-o", "-"],
    `${source}long long values[] = {\n${values}};\n`,
  );
  const line = /^@values = .*$/m.exec(assembly)[0];
  return [...line.matchAll(/i64 (-?\d+)/g)].map((match) => Number(match[1])).slice(0, -1);
}

function clang({ target, folders }, args, input) {
  const { clang: command } = findClang() ?? {};
  if (!command) throw new Error("clang is missing");
  const paths = folders.flatMap((folder) => ["-isystem", folder]);
  const { status, stdout, stderr } = spawnSync(
    command,
    [`--target=${target}`, "-nostdlibinc", ...paths, "-D_GNU_SOURCE", "-w", "-x", "c", ...args, "-"],
    { input, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`clang refuses the constants of ${target}:\n${stderr}`);
  return stdout;
}
