import type { BuildProblem } from "@probekit/core/build";
import type { ModuleCopy } from "./module-copies.js";

/** What the process of the compilers is asked to do. */
export type CompileTask =
  | { readonly kind: "c"; readonly folder: string; readonly source: string; readonly object: string }
  | {
      readonly kind: "types";
      readonly folder: string;
      readonly copy: ModuleCopy;
      /** Whether `tsconfig.json` may be another. */
      readonly configured: boolean;
    }
  /** Types, and what `probe build` writes; given up for the next `types`. */
  | { readonly kind: "check"; readonly folder: string };

export interface CompileResult {
  /** TypeScript may write what it has complaints of, too. */
  readonly written: boolean;
  readonly problem?: BuildProblem;
  /** Of C, what it was made from. */
  readonly files: readonly string[];
  /** Of TypeScript, whether it makes the package's JavaScript. */
  readonly makesJavaScript: boolean;
}

/** Answers come in their own order. */
export interface Numbered<T> {
  readonly number: number;
  readonly content: T;
}
