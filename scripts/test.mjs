// Sets up, builds, then checks everything. Stops at the first step that fails. `npm test`
import { ensureTestTools } from "./lib/apt.mjs";
import { prepare } from "./lib/prepare.mjs";
import { main, runShown } from "./lib/run.mjs";
import { runProject, skipProject } from "./lib/vitest.mjs";

const testRuns = [];

const steps = [
  ["lint", () => npmScript("lint")],
  ["types", () => npmScript("types")],
  ["unit tests", () => tests(runProject("unit"))],
  ["kernel tests", () => tests(isRoot() ? runProject("kernel") : skipProject("kernel", "needs root"))],
  ["packages as users install them", registry],
  ["plans that this kernel refuses, on one in QEMU", () => (isRoot() ? smoke() : 0)],
];

await main(async () => {
  await prepare();
  await ensureTestTools();
  const status = await runSteps();
  if (testRuns.length > 0) printTotals();
  return status;
});

async function runSteps() {
  for (const [name, work] of steps) {
    console.log(`\n== ${name}`);
    const status = await work();
    if (status !== 0) {
      console.log(`\n${name} failed`);
      return status;
    }
  }
  return 0;
}

/** `PROBEKIT_NO_QEMU=1` leaves it out, for machines that have no network. */
function smoke() {
  if (!process.env.PROBEKIT_NO_QEMU)
    return runShown("npm", ["run", "--silent", "test:kernels", "--", "--smoke"]);
  console.log("left out: PROBEKIT_NO_QEMU is set");
  return 0;
}

/** `PROBEKIT_NO_REGISTRY=1` leaves it out, for machines that have no network. */
function registry() {
  if (!process.env.PROBEKIT_NO_REGISTRY) return npmScript("registry");
  console.log("left out: PROBEKIT_NO_REGISTRY is set");
  return 0;
}

function npmScript(name) {
  return runShown("npm", ["run", "--silent", name]);
}

async function tests(run) {
  const result = await run;
  testRuns.push(result);
  return result.status;
}

function isRoot() {
  return process.getuid?.() === 0;
}

/** The last line stands alone and has a fixed form: other programs read it. */
function printTotals() {
  const passed = testRuns.reduce((sum, run) => sum + run.passed, 0);
  const failed = testRuns.flatMap((run) => run.failed);
  const skipped = testRuns.flatMap((run) => run.skipped);
  console.log();
  for (const [reason, names] of byReason(skipped)) {
    console.log(`skipped ${names.length}: ${reason}`);
    for (const name of names) console.log(`  ${name}`);
  }
  for (const { name, reason } of failed) console.log(`FAILED ${name}\n  ${reason}`);
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
}

function byReason(skipped) {
  const groups = new Map();
  for (const { name, reason } of skipped) groups.set(reason, [...(groups.get(reason) ?? []), name]);
  return groups;
}
