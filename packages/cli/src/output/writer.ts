import { fstatSync, write, writeSync } from "node:fs";
import { promisify } from "node:util";
import { outputError } from "./output-error.js";

const writeFile = promisify(write);

/** Time until a non-blocking descriptor that was full is tried again, in milliseconds. */
const retryMs = 5;

/**
 * Writes to a descriptor in order, waiting for slow readers without holding up the process.
 *
 * `process.stdout` would block the whole process while a pipe is full: no signal could be
 * answered, and losses could not be reported.
 */
export class Writer {
  /** The reader has gone away; everything further is dropped. */
  closed = false;
  readonly #descriptor: number;
  /** It takes everything at once: to wake another thread for that costs more than the write. */
  readonly #isFile: boolean;
  #last: Promise<void> = Promise.resolve();

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    this.#isFile = fstatSync(descriptor).isFile();
  }

  /**
   * Resolves when all of `text` was taken; bytes must stay as they are until then. Rejects with a
   * `CliError` for every failure but a closed pipe.
   */
  write(text: string | Uint8Array): Promise<void> {
    const done = this.#last.then(() => this.#write(typeof text === "string" ? Buffer.from(text) : text));
    this.#last = done.catch(() => {});
    return done;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let written = 0; written < bytes.length && !this.closed; ) {
      try {
        written += await this.#some(bytes.subarray(written));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EPIPE") this.closed = true;
        else if (code === "EAGAIN") await new Promise((resolve) => setTimeout(resolve, retryMs));
        else throw outputError(error, this.#descriptor);
      }
    }
  }

  /** @returns how much was taken */
  async #some(bytes: Uint8Array): Promise<number> {
    if (this.#isFile) return writeSync(this.#descriptor, bytes);
    return (await writeFile(this.#descriptor, bytes)).bytesWritten;
  }
}
