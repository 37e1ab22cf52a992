import { CliError, exitStatus } from "../exit.js";
import { escapeLines } from "./escape.js";
import { say } from "./print.js";

/** Codes of core's errors that are about what the user asked for, not about this system. */
const usageCodes = new Set(["ERR_OPTION", "ERR_UNKNOWN_PLAN", "ERR_DUPLICATE_PROBE"]);

/**
 * Tells the user what went wrong.
 *
 * @param verbose whether to add the verifier's log and the stack
 * @returns the status to end with
 */
export function reportError(error: unknown, verbose: boolean): number {
  if (!(error instanceof Error)) {
    say(`probe: ${escapeLines(String(error))}\n`);
    return exitStatus.failed;
  }
  say(`probe: ${escapeLines(error.message)}\n`);
  if (verbose) say(details(error));
  if (error instanceof CliError) return error.status;
  return "code" in error && usageCodes.has(String(error.code)) ? exitStatus.usage : exitStatus.failed;
}

function details(error: Error): string {
  const log = "log" in error ? String(error.log) : "";
  const inner = error.cause instanceof AggregateError ? error.cause.errors : [];
  const stack = error instanceof CliError ? "" : `${error.stack ?? ""}\n`;
  return [
    escapeLines(log && `${log.trimEnd()}\n`),
    escapeLines(stack),
    ...inner.map((cause) => (cause instanceof Error ? details(cause) : "")),
  ].join("");
}

/** Whether failures are to be told at length. */
export function isVerbose(asked: boolean | undefined): boolean {
  return asked === true || Boolean(process.env.PROBEKIT_DEBUG);
}
