import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { AuthorPackage } from "@probekit/core/build";
import { CliError } from "../exit.js";

/** A copy of the folder that a package's module lies in. */
export interface ModuleCopy {
  readonly from: string;
  readonly to: string;
  /** The module, in the copy. */
  readonly file: string;
}

/**
 * Copies of a package's JavaScript, from which its contract is imported anew: Node keeps each module
 * of a process by its path, and those that it imports too. They lie as deep as the original, so that
 * `new URL("../bpf/mine.bpf.o", import.meta.url)` is the same file.
 */
export class ModuleCopies {
  readonly #folder: string;
  readonly #path: readonly string[];
  #made = 0;

  /**
   * Also takes away what was left by a process that was killed.
   *
   * @throws {CliError} for a module that lies beside `package.json`
   */
  constructor({ folder, module }: Pick<AuthorPackage, "folder" | "module">) {
    this.#folder = folder;
    this.#path = path.normalize(module).split(path.sep);
    if (this.#path.length < 2)
      throw new CliError(
        `${folder}: its module ${module} is to lie in a folder of the package, such as dist`,
      );
    this.#removeThose((pid) => !existsSync(`/proc/${pid}`));
  }

  /** Names the next one; nothing is copied yet. */
  next(): ModuleCopy {
    const [top = "", ...rest] = this.#path;
    const to = path.join(this.#folder, `.probe-dev-${process.pid}-${++this.#made}`);
    return { from: path.join(this.#folder, top), to, file: path.join(to, ...rest) };
  }

  /** Takes away all of this process but the last `kept`. */
  remove(kept = 0): void {
    this.#removeThose((pid, number) => pid === process.pid && number <= this.#made - kept);
  }

  #removeThose(isMeant: (pid: number, number: number) => boolean): void {
    for (const name of readdirSync(this.#folder)) {
      const [, pid, number] = /^\.probe-dev-(\d+)-(\d+)$/.exec(name) ?? [];
      if (pid !== undefined && isMeant(Number(pid), Number(number)))
        rmSync(path.join(this.#folder, name), { recursive: true, force: true });
    }
  }
}
