// How long something takes from being started until it says that it traces.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

/**
 * @param pattern in what it prints when it is ready; without, it is ready when it has ended
 * @returns nanoseconds
 * @throws {Error} with its words when it ends before
 */
export async function readyNs({ command, pattern }) {
  const begun = performance.now();
  const child = spawn(command[0], command.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...unbuffered(), NO_COLOR: "1" },
  });
  const ended = once(child, "exit");
  let output = "";
  const said = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        if (pattern?.test(output)) resolve("ready");
      });
  });
  const outcome = await Promise.race([said, ended]);
  const ms = performance.now() - begun;
  if (pattern && outcome !== "ready") throw new Error(output.trim().split("\n").at(-1));
  // Not asked to end: some take long to detach, and nothing outlives the process.
  child.kill("SIGKILL");
  await ended;
  return ms * 1e6;
}

let variables;

/**
 * What `stdbuf -oL` sets, without the time that stdbuf itself takes: a tool's header is how it says that it
 * traces, and stays in its buffer when stdout is no terminal.
 */
function unbuffered() {
  if (variables) return variables;
  const { stdout = "" } = spawnSync("stdbuf", ["-oL", "env"], { encoding: "utf8" });
  const lines = (stdout ?? "").split("\n").filter((line) => /^(_STDBUF_O|LD_PRELOAD)=/.test(line));
  variables = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)));
  return variables;
}
