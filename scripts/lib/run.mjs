import { spawn } from "node:child_process";
import { root } from "./paths.mjs";

const forwardedSignals = ["SIGINT", "SIGTERM"];
/* Each command that runs listens for them, and packages are bundled all at once. */
process.setMaxListeners(100);

/** A command that ended badly. `output` is what it had printed, if that was kept. */
export class CommandError extends Error {
  constructor(command, status, output) {
    super(`${command} ended with ${status}`);
    this.name = "CommandError";
    this.output = output;
  }
}

/** Writes a line for the user. Always to stderr: stdout belongs to events. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs a command and keeps its output for the error, which is the only one to show it. */
export async function runQuietly(command, args, options) {
  const { status, output } = await spawned(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  if (status !== 0) throw new CommandError([command, ...args].join(" "), status, output);
}

/** Runs a command that shares this process's terminal. Resolves with its exit status, 127 if there is none. */
export async function runShown(command, args, options) {
  const { status } = await spawned(command, args, { stdio: "inherit", ...options });
  return typeof status === "number" ? status : 127;
}

/** Runs one step, and says how long it took once it is done. */
export async function step(name, work) {
  const startMs = performance.now();
  const note = await work();
  const durationS = ((performance.now() - startMs) / 1000).toFixed(2);
  say(`  ${name.padEnd(12)} ${durationS} s${note ? `  ${note}` : ""}`);
}

/** Runs a script's main function: a failure is a message and status 1, never a stack trace. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (error.output) say(error.output.trimEnd());
    say(`probekit: ${error.message}`);
    process.exitCode = 1;
  }
}

function spawned(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, ...options });
    const chunks = [];
    const releaseSignals = forwardSignals(child);
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => {
      releaseSignals();
      reject(new Error(`cannot start ${command}: ${error.message}`, { cause: error }));
    });
    child.on("close", (code, signal) => {
      const received = releaseSignals();
      // Whoever stopped us must see that we ended by that signal.
      if (received) process.kill(process.pid, received);
      resolve({ status: code ?? signal, output: Buffer.concat(chunks).toString() });
    });
  });
}

/** Passes signals on to the child until the returned function is called; that one says which came. */
function forwardSignals(child) {
  let received;
  const forward = (signal) => {
    received = signal;
    child.kill(signal);
  };
  for (const signal of forwardedSignals) process.on(signal, forward);
  return () => {
    for (const signal of forwardedSignals) process.off(signal, forward);
    return received;
  };
}
