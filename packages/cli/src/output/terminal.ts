import { isatty } from "node:tty";

/** Whether stdout may have colour. `NO_COLOR` counts when it is set and not empty (no-color.org). */
export function wantsColor(asked: boolean): boolean {
  return asked && !process.env.NO_COLOR && process.env.TERM !== "dumb" && isatty(1);
}

/** Lines of the terminal; `undefined` when stdout is none. */
export function terminalHeight(): number | undefined {
  return isatty(1) ? process.stdout.rows || undefined : undefined;
}

/** `undefined` when stdout is no terminal, or one that does not know its width. */
export function terminalWidth(): number | undefined {
  /* Asking `process.stdout` of a pipe would make it non-blocking for all who share it. */
  return isatty(1) ? process.stdout.columns || undefined : undefined;
}
