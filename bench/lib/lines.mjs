// What a tracer has delivered, counted in its output: some hundred MB, of which nothing need be kept.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** How many lines of a file have a text in them. */
export async function countLines(file, text) {
  try {
    const { stdout } = await run("grep", ["-a", "-c", "-F", "-e", text, file]);
    return Number(stdout);
  } catch (error) {
    if (error.code === 1) return 0; // grep's way to say none
    throw error;
  }
}
