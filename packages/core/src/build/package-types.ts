import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ProbeError } from "../errors/probe-error.js";
import type { Kernel } from "../kernel/kernel.js";
import { compileBpf } from "./compiler.js";
import { isHidden } from "./problems/sources.js";
import { recordDeclarations } from "./record-declarations.js";

/**
 * What the contract of a package has to say of its structs, by its C as it is now. Needs no
 * contract yet, and writes nothing into the package.
 *
 * @throws {CompileError} with the compiler's own messages
 * @throws {ProbeError} `ERR_PACKAGE`; `ERR_RECORD_LAYOUT` for a struct that is not there
 */
export function packageTypes(folder: string, structs: readonly string[], kernel: Kernel): string {
  const source = sourceOf(folder);
  const scratch = mkdtempSync(path.join(os.tmpdir(), "probekit-types-"));
  try {
    const object = path.join(scratch, "types.bpf.o");
    compileBpf(source, object);
    return recordDeclarations(readFileSync(object), structs, kernel);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** @throws {ProbeError} `ERR_PACKAGE` */
function sourceOf(folder: string): string {
  const [source, ...others] = bpfSources(path.join(folder, "bpf"));
  if (source !== undefined && others.length === 0) return path.join(realpathSync(folder), "bpf", source);
  throw new ProbeError("ERR_PACKAGE", {
    operation: "build",
    object: folder,
    message: `a probe has one bpf/*.bpf.c, this has ${source === undefined ? "none" : [source, ...others].join(", ")}`,
  });
}

function bpfSources(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".bpf.c") && !isHidden(name));
  } catch {
    return [];
  }
}
