import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type AnyProbe, requireProbe } from "../contract/probe.js";
import { ProbeError } from "../errors/probe-error.js";

/** A probe package's folder as its `package.json` describes it. */
export interface AuthorPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** The module with the contract, from the folder: `./dist/probe.js`. */
  readonly module: string;
}

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly exports?: unknown;
}

/** @throws {ProbeError} `ERR_PACKAGE` */
export function readAuthorPackage(folder: string): AuthorPackage {
  const { name, version, exports } = readPackageJson(folder);
  const module = moduleOf(exports);
  if (name === undefined || version === undefined)
    throw packageError(folder, "its package.json has no name, or no version");
  if (module === undefined)
    throw packageError(
      folder,
      'its package.json does not say where the contract is; add "exports": "./dist/probe.js"',
    );
  /* Node knows modules by their real paths, and the contract its object by the module's. */
  return { folder: realpathSync(folder), name, version, module };
}

function readPackageJson(folder: string): PackageJson {
  const file = path.join(folder, "package.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")) as PackageJson;
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    const message = missing ? "it has no package.json" : `its package.json cannot be read: ${cause}`;
    throw packageError(folder, message, cause);
  }
}

/** `"exports": "…"`, `{ ".": "…" }` or `{ ".": { "default": "…" } }`. */
function moduleOf(exports: unknown): string | undefined {
  if (typeof exports === "string") return exports;
  const main = (exports as Readonly<Record<string, unknown>> | undefined)?.["."];
  if (typeof main === "string") return main;
  const chosen = (main as Readonly<Record<string, unknown>> | undefined)?.default;
  return typeof chosen === "string" ? chosen : undefined;
}

/**
 * Imports the contract, which runs the package's code.
 *
 * @param file the module, if not the package's own: a copy of it, as often as it is to be imported anew
 * @throws {ProbeError} `ERR_PACKAGE`, `ERR_CONTRACT`, `ERR_API_VERSION`
 */
export async function importProbe(
  { folder, name, module }: AuthorPackage,
  file = path.join(folder, module),
): Promise<AnyProbe> {
  let imported: { readonly default?: unknown };
  try {
    imported = (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (cause) {
    /* What `defineProbe` refuses is said by itself, also by another copy of this package. */
    if (cause instanceof Error && cause.name === "ProbeError") throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw packageError(folder, `its module ${module} cannot be loaded: ${reason}`, cause);
  }
  return requireProbe(imported.default, name);
}

function packageError(folder: string, message: string, cause?: unknown): ProbeError {
  return new ProbeError("ERR_PACKAGE", { operation: "build", object: folder, message, cause });
}
