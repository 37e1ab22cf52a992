import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compileBpf } from "../build/compiler.js";
import type { BpfMap, Kernel, LoadedObject } from "../kernel/kernel.js";
import { loading } from "../session/kernel-failure.js";

/**
 * Programs of a test's own `.bpf.c`, which includes what is to be tested and calls it with what a test
 * says: `SEC("raw_tp")` programs, the one type of those that probes use which the kernel runs by hand
 * (`BPF_PROG_TEST_RUN`). Needs the rights to load them.
 *
 * ```c
 * SEC("raw_tp")
 * int exit_code(struct bpf_raw_tracepoint_args *ctx)
 * {
 * 	return code_of_status(ctx->args[0]);
 * }
 * ```
 *
 * ```ts
 * using programs = new TestPrograms(kernel, new URL("status.bpf.c", import.meta.url));
 * expect(programs.run("exit_code", 0x300n)).toBe(3);
 * ```
 */
export class TestPrograms implements Disposable {
  readonly #loaded: LoadedObject;

  /**
   * Compiles, loads and verifies the programs.
   *
   * @throws {CompileError} with the compiler's words
   * @throws {ProbeError} `ERR_LOAD`, `ERR_LOAD_DENIED`
   */
  constructor(kernel: Kernel, source: URL) {
    const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-test-programs-"));
    try {
      const name = path.basename(source.pathname, ".bpf.c");
      const object = path.join(folder, `${name}.bpf.o`);
      compileBpf(fileURLToPath(source), object);
      const opened = kernel.openObject(readFileSync(object), { name });
      try {
        this.#loaded = loading(name, `${name}.bpf.o`, () => opened.load());
      } finally {
        opened.close();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /**
   * Runs a program once, on the calling thread.
   *
   * @param args as many as it reads from its context
   * @returns what it returns, as a signed number of 32 bits
   */
  run(program: string, ...args: readonly (bigint | number)[]): number {
    return (
      this.#loaded.run(
        program,
        args.map((arg) => BigInt.asUintN(64, BigInt(arg))),
      ) | 0
    );
  }

  /** A map that the programs work with; to be closed, or with the programs. */
  map(name: string): BpfMap {
    return this.#loaded.map(name);
  }

  [Symbol.dispose](): void {
    this.#loaded.close();
  }
}
