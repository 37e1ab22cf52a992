import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
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
  readonly #ended: Promise<EndedChild>;

  /** @throws {Error} when there is no shell */
  constructor(program: string, ...args: string[]) {
    this.#child = spawn("/bin/sh", ["-c", waitThenExec, "sh", program, ...args], {
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    if (this.#child.pid === undefined) throw new Error("/bin/sh could not be started");
    this.pid = this.#child.pid;
    this.#ended = this.#end();
  }

  /** Lets it go. @returns when it has ended and its output is read */
  release(): Promise<EndedChild> {
    const gate = this.#child.stdio[3] as NodeJS.WritableStream;
    gate.on("error", () => {}); /* it was killed first */
    gate.end("\n");
    return this.#ended;
  }

  /** Ends it, if it has not ended. */
  async close(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  async #end(): Promise<EndedChild> {
    const [[status, signal], stdout, stderr] = await Promise.all([
      once(this.#child, "exit") as Promise<[number | null, NodeJS.Signals | null]>,
      textOf(this.#child.stdout),
      textOf(this.#child.stderr),
    ]);
    return { pid: this.pid, status, signal, stdout, stderr };
  }
}

async function textOf(stream: Readable | null): Promise<string> {
  let text = "";
  for await (const chunk of stream?.setEncoding("utf8") ?? []) text += chunk;
  return text;
}
