// Runs the cells of one kernel, in the guest, and reports to the host.
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { equalityTest, titleOf } from "../cells.mjs";
import { print, tell } from "./port.mjs";

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const scratch = "/run/probekit";

Object.assign(process.env, job.env);
tell({ type: "ready", release: release() });
for (const cell of job.cells) tell({ type: "cell", ...(await runCell(cell)) });
tell({ type: "done" });

async function runCell(cell) {
  print(`\n== ${titleOf(cell)}, Linux ${release()}\n`);
  const { name, plan, equality } = cell;
  const trial = plan ? await tryPlan(cell) : undefined;
  if (cell.trialOnly || trial?.works === false) return { name, plan, equality, trial };
  return { name, plan, equality, trial, tests: await runTests(cell) };
}

async function tryPlan({ folder, plan }) {
  const verified = join(scratch, "verified");
  rmSync(verified, { force: true });
  const env = { LD_PRELOAD: join(scratch, "verified.so"), PROBEKIT_VERIFIED: verified };
  const { stdout } = await run(process.execPath, ["scripts/kernels/guest/trial.mjs", folder, plan], env, {
    quiet: true,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    print(stdout);
    return { works: false, code: "ERR_CRASHED", reason: "the trial ended without an answer", log: stdout };
  }
}

async function runTests({ folder, plan, equality }) {
  const summary = join(scratch, "summary.json");
  rmSync(summary, { force: true });
  const reporter = join(job.root, "scripts", "lib", "summary-reporter.mjs");
  const { status } = await run(
    join("node_modules", ".bin", "vitest"),
    [
      ...[
        "run",
        "--project",
        "kernel",
        `packages/${folder}/${equality ? `test/kernel/${equalityTest}` : ""}`,
      ],
      ...(plan ? ["--exclude", `**/${equalityTest}`] : []),
      ...["--reporter=default", `--reporter=${reporter}`],
    ],
    { ...(plan && { PROBEKIT_PLAN: plan }), PROBEKIT_TEST_SUMMARY: summary },
  );
  return { status, ...readSummary(summary) };
}

/** A run that ended before its reporter could write is one failure. */
function readSummary(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {
      passed: 0,
      failed: [{ name: "the run of the tests", reason: "ended before it could tell" }],
      skipped: [],
    };
  }
}

/** Runs a command whose output is told as it comes. One that takes too long is killed. */
function run(command, args, env, { quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
      timeout: job.cellTimeoutMs,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      if (quiet) stdout += text;
      else print(text);
    });
    child.stderr.setEncoding("utf8").on("data", print);
    child.on("error", (error) => print(`${command}: ${error.message}\n`));
    child.on("close", (status) => resolve({ status: status ?? 1, stdout }));
  });
}
