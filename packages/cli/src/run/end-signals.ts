import { readFileSync } from "node:fs";

const endSignals = ["SIGINT", "SIGTERM"] as const;

export type EndSignal = (typeof endSignals)[number];

/**
 * Time within which a second signal is the first one again, in milliseconds. One Ctrl-C comes
 * twice under a parent that passes on what the terminal has sent to both, such as npm.
 */
const sameMs = 1000;

export interface EndSignalHandler {
  /** Whether the signal counts at all. Default: all do. */
  readonly counts?: (signal: EndSignal) => boolean;
  readonly first: (signal: EndSignal) => void;
  /** Someone insists. */
  readonly again: (signal: EndSignal) => void;
}

/** Handles the signals that ask to end. @returns a function that gives them back their defaults */
export function onEndSignals({ counts = () => true, first, again }: EndSignalHandler): () => void {
  let firstMs: number | undefined;
  const listener = (signal: NodeJS.Signals) => {
    if (!counts(signal as EndSignal)) return;
    const now = performance.now();
    if (firstMs === undefined) {
      firstMs = now;
      first(signal as EndSignal);
    } else if (now - firstMs > sameMs) {
      again(signal as EndSignal);
    }
  };
  for (const signal of endSignals) process.on(signal, listener);
  return () => {
    for (const signal of endSignals) process.off(signal, listener);
  };
}

/**
 * Ends this process by a signal, at once. `process.exit` would wait for a write to a pipe
 * that nobody reads. The kernel detaches what the process leaves behind.
 */
export function dieBy(signal: EndSignal): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Whether this process is in its terminal's foreground group, to which Ctrl-C goes as a whole. */
export function inForeground(stat = readFileSync("/proc/self/stat", "utf8")): boolean {
  /* The name in parentheses may hold anything; fields are counted from its end. */
  const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return terminal !== "0" && group === foreground;
}
