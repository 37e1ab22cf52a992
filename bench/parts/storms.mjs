// What tracing adds to each call, the tracer's own time for each event, and what it loses.
import { observe } from "../lib/observe.mjs";
import { alternate } from "../lib/rounds.mjs";
import { ratioRule, rule } from "../lib/rule.mjs";
import { differences, median, pairedRatio, spread } from "../lib/stats.mjs";
import { ableSubjects, storms } from "../lib/storms.mjs";
import { count, digits, time, timeSpread } from "../lib/text.mjs";

export const title = "Storms: cost of a call, of an event, and losses";

const about = `Each call is made as often as one thread can, untraced and then under one tracer, in rounds in
which each tracer has its turn. *Added* is the time that a call takes longer than in the untraced run just
before. *Tracer's time* is the processor time of all of its threads, for each event that it delivered, with
its output in a file. *Lost by count* is what was done less what was delivered, without asking the tracer.`;

const head = [
  ...["storm", "tracer", "a call takes", "added", "from round to round"],
  ...["tracer's time an event", "delivered", "lost, it says", "lost, by count"],
];

export async function measure({ peers, rounds, factor, scratch, say }) {
  const rows = [];
  const rules = [];
  for (const storm of storms(peers, factor)) {
    say(`${storm.name}: ${storm.steps} × ${storm.call}`);
    const subjects = await ableSubjects(storm, peers, scratch);
    const results = await alternate(subjects, rounds, (subject) => observe(subject, storm, scratch));
    rows.push(untracedRow(storm, [...results.values()].flat()));
    for (const [subject, runs] of results) rows.push(row(storm, subject, runs));
    rules.push(...(rulesOf[storm.name]?.(byName(results)) ?? []));
  }
  return { about, tables: [{ head, rows }], rules };
}

function untracedRow(storm, runs) {
  const bases = runs.map(({ baseNs }) => baseNs);
  return [storm.name, "untraced", time(median(bases)), "", timeSpread(spread(bases)), "", "", "", ""];
}

function row(storm, subject, runs) {
  const added = addedOf(runs);
  const delivered = runs.map((run) => run.delivered);
  return [
    ...[storm.name, subject.label, time(median(runs.map(({ tracedNs }) => tracedNs)))],
    ...[time(median(added)), timeSpread(spread(added)), time(median(cpuOf(runs)))],
    delivered.includes(undefined) ? "sums" : shareText(delivered, runs),
    count(median(runs.map(({ lost }) => lost))),
    delivered.includes(undefined) ? "" : count(median(runs.map((run) => run.expected - run.delivered))),
  ];
}

function shareText(delivered, runs) {
  const total = delivered.reduce((sum, value) => sum + value, 0);
  const expected = runs.reduce((sum, run) => sum + run.expected, 0);
  return `${digits((100 * total) / expected)} %`;
}

const addedOf = (runs) =>
  differences(
    runs.map(({ tracedNs }) => tracedNs),
    runs.map(({ baseNs }) => baseNs),
  );
const cpuOf = (runs) => runs.map(({ cpuNs, delivered, expected }) => cpuNs / (delivered || expected));
const byName = (results) => new Map([...results].map(([{ name }, runs]) => [name, runs]));

const rulesOf = {
  open: (runs) => [
    compared("open storm: added time ≤ 1/8 of opensnoop's", addedOf, runs, "open", "opensnoop", 1 / 8),
    compared(
      "open storm: tracer's time an event ≤ 1/3 of opensnoop's",
      cpuOf,
      runs,
      "open",
      "opensnoop",
      1 / 3,
    ),
    nothingLost("open storm: nothing lost with the defaults", runs.get("probe run open")),
  ],
  exec: (runs) => [
    compared("exec storm: added time ≤ 1/2 of execsnoop's", addedOf, runs, "exec", "execsnoop", 1 / 2),
    compared("exec storm: tracer's time an event ≤ execsnoop's", cpuOf, runs, "exec", "execsnoop", 1),
  ],
};

function compared(demand, of, runs, probe, peer, most) {
  if (!runs.has(peer)) return rule(demand, `no ${peer} here`);
  return ratioRule(demand, pairedRatio(of(runs.get(`probe run ${probe}`)), of(runs.get(peer))), most);
}

function nothingLost(demand, runs) {
  const missing = runs.map(({ expected, delivered }) => expected - delivered);
  return rule(
    demand,
    `${missing.map(count).join(", ")} of ${count(runs[0].expected)}`,
    !missing.some(Boolean),
  );
}
