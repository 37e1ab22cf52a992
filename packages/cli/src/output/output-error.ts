import { CliError } from "../exit.js";

const names: Readonly<Record<number, string>> = { 1: "stdout", 2: "stderr" };

/** A failed write as the user is told of it: `stdout: ENOSPC: no space left on device, write`. */
export function outputError(cause: unknown, descriptor: number): CliError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CliError(`${names[descriptor] ?? `descriptor ${descriptor}`}: ${reason}`, undefined, { cause });
}
