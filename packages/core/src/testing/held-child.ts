import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";

/** How a held child has ended. */
export interface EndedChild {
  readonly pid: number;
  /** What it gave to exit(); `null` when a signal has ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program's name or path, and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** Reads a line from descriptor 3 and becomes the program, with the same pid. */
const waitThenExec = 'read -r _ <&3 && exec 3<&- && exec "$@"';

/**
 * A process that waits before its first instruction, so that its pid is known, and can be traced or
 * be a filter's value, before it has done anything.
 *
 * What it is seen to do begins with the exec of the program by a shell.
 */
export class HeldChild {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown[]>;
  readonly #ended: Promise<EndedChild>;

  /**
   * @param command the program, and its arguments
   * @throws {Error} when there is no such program, or no shell
   */
  constructor([program, ...args]: Command, { cwd }: { readonly cwd?: string | undefined } = {}) {
    this.#child = spawn("/bin/sh", ["-c", waitThenExec, "sh", findProgram(program), ...args], {
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      cwd,
    });
    this.#child.on("error", () => {}); /* told by the missing pid, or by what the child did not do */
    if (this.#child.pid === undefined)
      throw new Error(`${program} could not be started${cwd === undefined ? "" : ` in ${cwd}`}`);
    this.pid = this.#child.pid;
    this.#exited = once(this.#child, "exit");
    this.#ended = this.#end();
  }

  /** Lets it go. @returns when it has ended and its output is read */
  release(): Promise<EndedChild> {
    const gate = this.#child.stdio[3] as NodeJS.WritableStream;
    gate.on("error", () => {}); /* it was killed first */
    gate.end("\n");
    return this.#ended;
  }

  /** Ends it, if it has not ended. What it has started may go on, and hold its output open. */
  async close(): Promise<void> {
    this.#child.kill("SIGKILL");
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    await Promise.allSettled([this.#exited, this.#ended]);
  }

  async #end(): Promise<EndedChild> {
    const [[status, signal], stdout, stderr] = await Promise.all([
      this.#exited as Promise<[number | null, NodeJS.Signals | null]>,
      textOf(this.#child.stdout),
      textOf(this.#child.stderr),
    ]);
    return { pid: this.pid, status, signal, stdout, stderr };
  }
}

/** Not left to the shell, which tries every folder of the PATH: the child would be seen to fail first. */
function findProgram(name: string): string {
  if (name.includes("/")) return name;
  const files = (process.env.PATH ?? "").split(":").map((folder) => path.join(folder || ".", name));
  const found = files.find(isExecutable);
  if (found === undefined) throw new Error(`${name}: there is no such program on the PATH`);
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

async function textOf(stream: Readable | null): Promise<string> {
  let text = "";
  for await (const chunk of stream?.setEncoding("utf8") ?? []) text += chunk;
  return text;
}
