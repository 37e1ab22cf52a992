import { fstatSync } from "node:fs";

/** Whether stdout may have colour. `NO_COLOR` counts when it is set and not empty (no-color.org). */
export function wantsColor(asked: boolean): boolean {
  return asked && !process.env.NO_COLOR && process.env.TERM !== "dumb" && isTerminal();
}

/** Whether stdout is one. */
export function isTerminal(): boolean {
  /* A pipe or a file is none, and node:tty would load Node's streams and sockets to say so. */
  return fstatSync(1).isCharacterDevice() && process.getBuiltinModule("node:tty").isatty(1);
}

/** Whether stdout is a regular file. */
export function isFile(): boolean {
  return fstatSync(1).isFile();
}

/**
 * Lines that a frame can have in the terminal, above the cursor's; `undefined` when stdout is no
 * terminal, or one where nothing can be put in the place of what is there.
 */
export function redrawHeight(): number | undefined {
  if (!isTerminal() || process.env.TERM === "dumb" || !process.stdout.rows) return undefined;
  return Math.max(1, process.stdout.rows - 1);
}

/** `undefined` when stdout is no terminal, or one that does not know its width. */
export function terminalWidth(): number | undefined {
  /* Asking `process.stdout` of a pipe would make it non-blocking for all who share it. */
  return isTerminal() ? process.stdout.columns || undefined : undefined;
}
