import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { CliError } from "../exit.js";
import { packageFolder } from "../package-folder.js";
import type { CompileResult, CompileTask } from "./compile-task.js";

/** The process that compiles; it ends with this one, however that ends. */
export class Compilers {
  readonly #child: ChildProcess;

  constructor() {
    /* In a session of its own: Ctrl-C is not for the compiler, which would leave half a file. */
    this.#child = fork(fileURLToPath(new URL("dist/dev/builder.js", packageFolder)), [], {
      detached: true,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
  }

  /** One at a time. @throws {CliError} when the process has ended */
  async run(task: CompileTask): Promise<CompileResult> {
    const done = new AbortController();
    const { signal } = done;
    try {
      const answered = once(this.#child, "message", { signal });
      const ended = once(this.#child, "exit", { signal }).then(() => undefined);
      /* Of the two, the one that does not come is given up. */
      for (const either of [answered, ended]) either.catch(() => {});
      this.#child.send(task);
      const answer = await Promise.race([answered, ended]);
      if (answer === undefined) throw new CliError("the process that compiles has ended");
      return answer[0] as CompileResult;
    } finally {
      done.abort();
    }
  }

  /** Resolves when it has ended, with what it is just compiling. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    if (this.#child.connected) this.#child.disconnect();
    await ended;
  }
}
