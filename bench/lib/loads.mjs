// The loads of bench/load, compiled when first wanted.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/paths.mjs";
import { which } from "../../scripts/lib/toolchain.mjs";

const sources = join(root, "bench", "load");
const binaries = join(root, "bench", ".cache");
/** Names that a process goes by: what it is told by in the output of tools that show no path. */
export const loadComm = (name) => `load-${name}`;
export const canaryComm = (name) => `canary-${name}`;

/** What a load starts, by the load's name: it looks for that beside itself. */
const startedBy = { exec: "nothing" };

/** @returns the path of a load's binary */
export function compileLoad(name) {
  const started = startedBy[name];
  if (started) compile(started, started, ["-static", "-nostdlib"]);
  const binary = compile(name, loadComm(name), ["-pthread"]);
  if (modified(join(binaries, canaryComm(name))) === 0)
    symlinkSync(loadComm(name), join(binaries, canaryComm(name)));
  return binary;
}

function compile(name, output, options) {
  const source = join(sources, `${name}.c`);
  const binary = join(binaries, output);
  if (modified(binary) >= Math.max(modified(source), modified(join(sources, "load.h")))) return binary;
  mkdirSync(binaries, { recursive: true });
  const compiler = which("cc") ?? which("gcc") ?? which("clang");
  if (!compiler) throw new Error("no C compiler for the loads (cc, gcc or clang)");
  execFileSync(compiler, ["-O2", ...options, "-o", binary, source]);
  return binary;
}

/**
 * Runs a load to its end.
 *
 * @param steps of each thread
 * @param rate steps a second of each thread; 0 for as many as it can
 * @returns nanoseconds that a step took: `{ meanNs, typicalNs }`, the latter in the median millisecond
 */
export async function runLoad(name, { steps, prefix, threads = 1, rate = 0 }) {
  const [meanNs, typicalNs] = (await output(compileLoad(name), [steps, prefix, threads, rate]))
    .split(" ")
    .map(Number);
  return { meanNs, typicalNs };
}

/** Takes a few steps under the canary's name. */
export async function runCanary(name, steps, prefix) {
  compileLoad(name);
  await output(join(binaries, canaryComm(name)), [steps, prefix]);
}

async function output(binary, words) {
  const child = spawn(binary, words.map(String), { stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"])
    child[stream].setEncoding("utf8").on("data", (text) => {
      texts[stream] += text;
    });
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`${binary} ended with ${status}: ${texts.stderr.trim()}`);
  return texts.stdout;
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
