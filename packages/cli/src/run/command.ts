import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants as fileConstants, statSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { CliError, exitStatus } from "../exit.js";
import { isTerminal } from "../output/terminal.js";

/** A command as typed, and the file that it is. */
export interface Command {
  readonly file: string;
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * Finds a command on the PATH, as a shell does.
 *
 * Not left to `execvp`, which tries every folder of the PATH: its failures would be the first
 * events of every trace.
 *
 * @throws {CliError} with the status of a shell: 127 if there is none, 126 if it is not executable
 */
export function findCommand([name = "", ...args]: readonly string[]): Command {
  const candidates = name.includes("/")
    ? [name]
    : (process.env.PATH ?? "").split(":").map((folder) => path.join(folder || ".", name));
  const files = candidates.filter(isFile);
  const file = files.find(isExecutable);
  if (file !== undefined) return { file, name, args };
  if (files.length > 0) throw new CliError(`${name}: not executable`, exitStatus.notExecutable);
  throw new CliError(`${name}: command not found`, exitStatus.notFound);
}

/** A folder of the PATH that may not be looked into has nothing in it, as for a shell. */
function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, fileConstants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface RunningCommand {
  /** `undefined` when it could not be started. */
  readonly pid: number | undefined;
  /** Resolves with the status to pass on. Never rejects. */
  readonly ended: Promise<number>;
  readonly running: () => boolean;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a command on this process's stdin and stderr. Its output goes to stdout only where
 * that is a terminal: in a file or a pipe there are events and nothing else.
 */
export function startCommand({ file, name, args }: Command): RunningCommand {
  const stdout = isTerminal() ? "inherit" : 2;
  /* An import would load it for every run. */
  const { spawn } = process.getBuiltinModule("node:child_process");
  const child = spawn(file, args, { argv0: name, stdio: ["inherit", stdout, "inherit"] });
  return {
    pid: child.pid,
    ended: statusOf(child),
    running: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
    kill: (signal) => void child.kill(signal),
  };
}

async function statusOf(child: ChildProcess): Promise<number> {
  try {
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + constants.signals[signal as NodeJS.Signals];
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? exitStatus.notFound
      : exitStatus.notExecutable;
  }
}
