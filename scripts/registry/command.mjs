import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CommandError } from "../lib/run.mjs";

const execute = promisify(execFile);

/** Runs a command and gives what it printed: `{ stdout, stderr }`. A failure shows all of it. */
export async function capture(command, args, options = {}) {
  try {
    return await execute(command, args, { maxBuffer: 64 << 20, ...options });
  } catch (error) {
    const output = `${error.stdout ?? ""}${error.stderr ?? ""}` || error.message;
    throw new CommandError([command, ...args].join(" "), error.code ?? error.signal, output);
  }
}

/** Ends the run with a message, for what is not as it should be. */
export function demand(holds, message) {
  if (!holds) throw new Error(message);
}

/** Runs a command that is to fail, and gives what it said. */
export async function refusal(command, args, options) {
  const failure = await capture(command, args, options).catch((error) => error);
  demand(failure instanceof CommandError, `${[command, ...args].join(" ")} did not fail`);
  return failure.output;
}
