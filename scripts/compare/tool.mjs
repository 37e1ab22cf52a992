// A tool that runs beside the workload: started, waited for, stopped, and its output kept.
import { spawn } from "node:child_process";
import { once } from "node:events";

const readyLimitMs = 240_000;
const stopLimitMs = 30_000;

/**
 * Starts a tool and resolves when it says that it traces.
 *
 * @param tool `name`, `command` and `ready`, a pattern in what it prints then
 * @returns `{ stop }`, which ends the tool as a user would and resolves with what it printed on
 *   stdout; it throws when the tool has ended before
 * @throws {Error} when it ends before, or does not come up
 */
export async function startTool({ name, command, ready, env = {} }) {
  // Their output is buffered by the block when it is no terminal, and a header is how they say that they trace.
  const child = spawn("stdbuf", ["-oL", ...command], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PYTHONUNBUFFERED: "1", ...env },
  });
  const output = { stdout: "", stderr: "" };
  const whole = () => output.stdout + output.stderr;
  const ended = once(child, "close");
  const started = new Promise((resolve) => {
    for (const stream of ["stdout", "stderr"]) {
      child[stream].setEncoding("utf8").on("data", (text) => {
        output[stream] += text;
        if (ready.test(whole())) resolve("ready");
      });
    }
  });
  child.on("error", (error) => {
    output.stderr += error.message;
  });
  const outcome = await Promise.race([started, ended, limit(readyLimitMs)]);
  if (outcome !== "ready") {
    child.kill("SIGKILL");
    throw new Error(`${name} could not be run: ${lastLines(whole()) || "it said nothing"}`);
  }
  return {
    async stop() {
      if (child.exitCode !== null) throw new Error(`${name} ended by itself: ${lastLines(whole())}`);
      child.kill("SIGINT");
      if ((await Promise.race([ended, limit(stopLimitMs)])) === undefined) child.kill("SIGKILL");
      await ended;
      return output.stdout;
    },
  };
}

/** Resolves with `undefined`; keeps nothing alive. */
function limit(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function lastLines(text) {
  return text.trim().split("\n").slice(-3).join(" / ");
}
