// The time that a tracer's programs take in the kernel, as the kernel itself takes it.
import { belowRule, perEvent, programCells } from "../lib/kernel-times.mjs";
import { programTimes } from "../lib/program-times.mjs";
import { alternate } from "../lib/rounds.mjs";
import { rule } from "../lib/rule.mjs";
import { withStatistics } from "../lib/statistics.mjs";
import { median, spread } from "../lib/stats.mjs";
import { ableSubjects, storms } from "../lib/storms.mjs";
import { time, timeSpread } from "../lib/text.mjs";

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
      const sums = perEvent(runs, storm.steps);
      tables.storms.push([storm.name, subject.label, time(median(sums)), timeSpread(spread(sums))]);
      const programs = programCells(runs, storm.steps);
      tables.programs.push(...programs.map((cells) => [storm.name, subject.label, ...cells]));
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

const rivals = { open: "opensnoop", exec: "execsnoop" };

function rulesOf(storm, results) {
  const peer = rivals[storm.name];
  if (!peer) return [];
  const demand = `time in the kernel, ${storm.name} storm: below ${peer}'s`;
  const runsOf = (name) => [...results].find(([subject]) => subject.name === name)?.[1];
  const theirs = runsOf(peer);
  if (!theirs) return [rule(demand, `no ${peer} here`)];
  const sums = [runsOf(`probe run ${storm.name}`), theirs].map((runs) => perEvent(runs, storm.steps));
  return [belowRule(demand, ...sums)];
}
