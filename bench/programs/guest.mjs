// Runs the storms of plans in a guest, and reports to the host what each tracer did.
import { mkdtempSync, readFileSync } from "node:fs";
import { print, tell } from "../../scripts/kernels/guest/port.mjs";
import { Peers } from "../lib/peers.mjs";
import { planStorms, rivalNames } from "../lib/plan-storms.mjs";
import { programTimes } from "../lib/program-times.mjs";
import { alternate } from "../lib/rounds.mjs";
import { withStatistics } from "../lib/statistics.mjs";

const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
Object.assign(process.env, job.env);
const scratch = mkdtempSync("/tmp/pk-");

await withStatistics(async () => {
  for (const storm of planStorms(new Peers(job.peers), job.factor))
    tell({ type: "storm", storm: storm.name, reports: await reportsOf(storm) });
});
tell({ type: "done" });

/**
 * Those that are held against each other in all rounds, the others, which are there for information, in one.
 *
 * @returns of each subject `{ name, label, runs, failure }`
 */
async function reportsOf(storm) {
  print(`${storm.name}: ${storm.steps} × ${storm.call}\n`);
  const failures = new Map();
  const rivals = rivalNames(storm);
  const results = await alternate(storm.subjects, job.rounds, async (subject, round) => {
    if (failures.has(subject) || (round > 0 && !rivals.includes(subject.name))) return undefined;
    try {
      return await programTimes(subject, storm, scratch);
    } catch (error) {
      failures.set(subject, error.message);
    }
  });
  return [...results].map(([{ name, label }, runs], index) => {
    const failure = failures.get(storm.subjects[index]);
    return { name, label, runs: runs.filter(Boolean), failure };
  });
}
