import path from "node:path";

/** What Emacs puts beside a file while a buffer of it is unsaved: `.#mine.h`, a link to nowhere. */
export function isEmacsLock(file: string): boolean {
  return path.basename(file).startsWith(".#");
}
