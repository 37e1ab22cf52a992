// The time that a tracer's programs take in the kernel, as the kernel itself takes it.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { runLoad } from "../lib/loads.mjs";
import { alternate } from "../lib/rounds.mjs";
import { ratioRule, rule } from "../lib/rule.mjs";
import { withStatistics } from "../lib/statistics.mjs";
import { median, pairedRatio, spread } from "../lib/stats.mjs";
import { ableSubjects, storms } from "../lib/storms.mjs";
import { time, timeSpread } from "../lib/text.mjs";
import { Tracer } from "../lib/tracer.mjs";

export const title = "Time in the kernel";

/** Of the usual steps: what the kernel counts is not disturbed by who else wants the processor. */
const share = 0.3;

const about = `With \`kernel.bpf_stats_enabled=1\` the kernel adds up the time of each program's runs. That takes
time itself, so that this is a run of its own. *An event* is one step of the storm; other processes' calls
during it are in the figure too, as they are in life. A program may run several times for an event
(tracepoints on all system calls do for the close as well), or for some only.`;

export async function measure({ peers, rounds, factor, scratch, say }) {
  const tables = { storms: [], programs: [] };
  const rules = [];
  for (const storm of storms(peers, factor * share)) {
    say(`${storm.name}: ${storm.steps} × ${storm.call}`);
    const subjects = await ableSubjects(storm, peers, scratch);
    const results = await withStatistics(() =>
      alternate(subjects, rounds, (subject) => programTimes(subject, storm, scratch)),
    );
    for (const [subject, runs] of results) {
      const sums = sumsOf(runs, storm);
      tables.storms.push([storm.name, subject.label, time(median(sums)), timeSpread(spread(sums))]);
      tables.programs.push(...programRows(storm, subject, runs));
    }
    rules.push(...rulesOf(storm, results));
  }
  return {
    about,
    tables: [
      { head: ["storm", "tracer", "in its programs, an event", "from round to round"], rows: tables.storms },
      { head: ["storm", "tracer", "program", "runs an event", "a run"], rows: tables.programs },
    ],
    rules,
  };
}

/** @returns what each program did during the storm: `{ id, name, runNs, runCount }[]` */
async function programTimes(subject, storm, scratch) {
  const tracer = new Tracer(subject.command, scratch);
  try {
    await tracer.seesCanary(storm.load, scratch);
    const before = new Map(tracer.programs().map((program) => [program.id, program]));
    await runLoad(storm.load, { ...storm, prefix: join(scratch, `storm-${storm.load}-`) });
    return tracer.programs().map(({ id, runNs, runCount }) => ({
      name: nameOf(id),
      runNs: runNs - (before.get(id)?.runNs ?? 0),
      runCount: runCount - (before.get(id)?.runCount ?? 0),
    }));
  } finally {
    await tracer.stop();
  }
}

function nameOf(id) {
  try {
    return JSON.parse(execFileSync("bpftool", ["-j", "prog", "show", "id", String(id)])).name ?? String(id);
  } catch {
    return `program ${id}`; // no bpftool here
  }
}

function sumsOf(runs, { steps }) {
  return runs.map((programs) => programs.reduce((sum, { runNs }) => sum + runNs, 0) / steps);
}

/** Of the last round; what did not run is left out. */
function programRows(storm, subject, runs) {
  return runs
    .at(-1)
    .filter(({ runCount }) => runCount > storm.steps / 100)
    .map(({ name, runNs, runCount }) => [
      ...[storm.name, subject.label, name],
      ...[(runCount / storm.steps).toFixed(2), time(runNs / runCount)],
    ]);
}

const rivals = { open: "opensnoop", exec: "execsnoop" };

function rulesOf(storm, results) {
  const peer = rivals[storm.name];
  if (!peer) return [];
  const demand = `time in the kernel, ${storm.name} storm: below ${peer}'s`;
  const runsOf = (name) => [...results].find(([subject]) => subject.name === name)?.[1];
  const theirs = runsOf(peer);
  if (!theirs) return [rule(demand, `no ${peer} here`)];
  const sums = [runsOf(`probe run ${storm.name}`), theirs].map((runs) => sumsOf(runs, storm));
  const [our, their] = sums.map((values) => time(median(values)));
  const judged = ratioRule(demand, pairedRatio(...sums), 1);
  return [{ ...judged, measured: `${our} and ${their}: ${judged.measured}` }];
}
