import { writeSync } from "node:fs";

/*
 * Not `process.stdout.write`: that reports a closed pipe by an event that ends the process
 * with a stack trace, and makes a pipe non-blocking for everyone who shares it.
 */

/** Writes a whole answer to stdout. A reader that has gone away wanted no more of it. */
export function print(text: string): void {
  writeAll(1, text);
}

/** Writes lines for the user to stderr, each to be ended by a line break. */
export function say(text: string): void {
  writeAll(2, text);
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") continue;
      return;
    }
  }
}
