import { writeSync } from "node:fs";
import { outputError } from "./output-error.js";

/*
 * Not `process.stdout.write`: that reports a closed pipe by an event that ends the process
 * with a stack trace, and makes a pipe non-blocking for everyone who shares it.
 */

/** Time until a non-blocking descriptor that was full is tried again, in milliseconds. */
const retryMs = 5;

/**
 * Writes a whole answer to stdout. A reader that has gone away wanted no more of it.
 *
 * @throws {CliError} naming stdout, for every other failure
 */
export function print(text: string, descriptor = 1): void {
  try {
    writeAll(descriptor, text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw outputError(error, descriptor);
  }
}

/** Writes lines for the user to stderr, each to be ended by a line break. */
export function say(text: string): void {
  try {
    writeAll(2, text);
  } catch {
    /* There is nowhere left to tell it. */
  }
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      pause(retryMs);
    }
  }
}

/** Sleeps with the whole process: nothing is to happen before the text is out. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
