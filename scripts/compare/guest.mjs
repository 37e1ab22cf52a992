// Runs the tools beside the workloads, in the guest, and reports what each said of each fact.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { release } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { print, tell } from "../kernels/guest/port.mjs";
import { pairs } from "./pairs/index.mjs";
import { startTool } from "./tool.mjs";
import { judge } from "./verdict.mjs";

/** Debian's, not whatever comes first on the PATH. */
const python = "/usr/bin/python3";

/** Tools that tell by the interval have one of a second; on an emulated machine it takes longer. */
const settleMs = 5000;

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
Object.assign(process.env, job.env);
tell({ type: "ready", release: release() });
for (const pair of pairs.filter(({ name }) => job.pairs.includes(name))) {
  tell({ type: "pair", ...(await compare(pair)) });
}
tell({ type: "done" });

/** The tools of a pair run at the same time, so that they see the same. */
async function compare({ name, workload, tools, facts }) {
  print(`\n== ${name}, Linux ${release()}\n`);
  const runs = [];
  for (const tool of tools) runs.push(await start(tool));
  const truth = runWorkload(workload);
  await delay(settleMs);
  const results = [];
  for (const run of runs) results.push(await finish(run, facts, truth));
  return { name, results };
}

async function start(tool) {
  const failure = tool.missing?.();
  if (failure) return { tool, failure };
  try {
    const env = tool.compiles ? { BCC_KERNEL_SOURCE: job.headers } : {};
    return { tool, running: await startTool({ ...tool, env }) };
  } catch (error) {
    return { tool, failure: error.message };
  }
}

function runWorkload(script) {
  const folder = mkdtempSync("/var/tmp/compare-");
  const path = fileURLToPath(new URL(`pairs/${script}`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, [path, folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the workload ${script} ended with ${status}: ${stderr}`);
  print(`workload: ${stdout}`);
  return JSON.parse(stdout);
}

async function finish({ tool, running, failure }, facts, truth) {
  if (failure) return { tool: tool.name, failure };
  try {
    const stdout = await running.stop();
    if (job.verbose) print(`-- ${tool.name}\n${stdout}`);
    const rows = tool.rows(stdout);
    print(`${tool.name}: ${rows.length} rows\n`);
    return { tool: tool.name, verdicts: facts.map((fact) => judge(fact, rows, truth)) };
  } catch (error) {
    return { tool: tool.name, failure: error.message };
  }
}
