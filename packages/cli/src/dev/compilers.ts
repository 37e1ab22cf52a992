import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { ownerOf } from "../build/hand-over.js";
import { CliError } from "../exit.js";
import { packageFolder } from "../package-folder.js";
import type { CompileResult, CompileTask, Numbered } from "./compile-task.js";

interface Waiting {
  readonly resolve: (result: CompileResult) => void;
  readonly reject: (error: Error) => void;
}

/** The process that compiles; it ends with this one, however that ends. */
export class Compilers {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #waiting = new Map<number, Waiting>();
  #tasks = 0;

  /** @param folder of the package that is compiled; by its owner, who is to write it again */
  constructor(folder: string) {
    /* In a session of its own: Ctrl-C is not for the compiler, which would leave half a file. */
    this.#child = fork(fileURLToPath(new URL("dist/dev/builder.js", packageFolder)), [], {
      ...ownerOf(folder),
      detached: true,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child.on("message", ({ number, content }: Numbered<CompileResult>) => {
      this.#waiting.get(number)?.resolve(content);
      this.#waiting.delete(number);
    });
    this.#ended = once(this.#child, "exit").finally(() => {
      for (const { reject } of this.#waiting.values())
        reject(new CliError("the process that compiles has ended"));
    });
  }

  /** @throws {CliError} when the process has ended */
  run(content: CompileTask): Promise<CompileResult> {
    const number = ++this.#tasks;
    const task: Numbered<CompileTask> = { number, content };
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#child.send(task, (error) => error && reject(error));
    });
  }

  /** Resolves when it has ended, with what it is just compiling. */
  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended;
  }
}
