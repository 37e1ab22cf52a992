// What tracing adds to each call, the tracer's own time for each event, and what it loses.
import { observe } from "../lib/observe.mjs";
import { alternate } from "../lib/rounds.mjs";
import { ratioRule, rule } from "../lib/rule.mjs";
import { median, pairedRatio, spread } from "../lib/stats.mjs";
import { ableSubjects, storms } from "../lib/storms.mjs";
import { count, digits, ratioText, time, timeSpread } from "../lib/text.mjs";

export const title = "Storms: cost of a call, of an event, and losses";

const about = `Each call is made as often as one thread can, untraced and then under one tracer, in rounds in
which each tracer has its turn. *Added* is the time that a call takes longer than in the untraced run just
before, in the median millisecond of each: that others take the processor now and then does not change it.
*Mean* is the same over the whole time, with what other processes, and a tracer that needs the same
processor, took of it. *Tracer's time* is the processor time of all of its threads, for each event that it
delivered, with its output in a file. *Lost by count* is what was done less what was delivered, without asking
the tracer; losses are those of all rounds. A rule about added time goes by the median of the rounds' ratios;
beside it are that of the means, and our worst round to the peer's best.

What the exec storm starts makes one system call, to end: a C library and a dynamic loader take several times as
long as an exec, and differ from run to run by more than a tracer adds.`;

const head = [
  ...["storm", "tracer", "a call takes", "added", "from round to round", "mean"],
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
  const bases = runs.map(({ base }) => base.typicalNs);
  const means = runs.map(({ base }) => base.meanNs);
  const cells = [time(median(bases)), "", timeSpread(spread(bases)), time(median(means))];
  return [storm.name, "untraced", ...cells, "", "", "", ""];
}

function row(storm, subject, runs) {
  const added = addedOf(runs);
  return [
    ...[storm.name, subject.label, time(median(runs.map(({ traced }) => traced.typicalNs)))],
    ...[time(median(added)), timeSpread(spread(added)), time(median(meanOf(runs)))],
    time(median(cpuOf(runs))),
    ...lossCells(runs),
  ];
}

/** All rounds together: one that lost much is not made good by two that lost nothing. */
function lossCells(runs) {
  const total = (field) => runs.reduce((sum, run) => sum + run[field], 0);
  const lost = count(total("lost"));
  const [delivered, expected] = [total("delivered"), total("expected")];
  return [`${digits((100 * delivered) / expected)} %`, lost, count(expected - delivered)];
}

const addedOf = (runs) => runs.map(({ base, traced }) => traced.typicalNs - base.typicalNs);
const meanOf = (runs) => runs.map(({ base, traced }) => traced.meanNs - base.meanNs);
const cpuOf = (runs) => runs.map(({ cpuNs, delivered, expected }) => cpuNs / (delivered || expected));
const byName = (results) => new Map([...results].map(([{ name }, runs]) => [name, runs]));

const rulesOf = {
  open: (runs) => [
    addedRule("open storm: added time ≤ 1/8 of opensnoop's", runs, ["open", "opensnoop", 1 / 8]),
    cpuRule("open storm: tracer's time an event ≤ 1/3 of opensnoop's", runs, ["open", "opensnoop", 1 / 3]),
    nothingLost("open storm: nothing lost with the defaults", runs.get("probe run open")),
  ],
  exec: (runs) => [
    addedRule("exec storm: added time ≤ 1/2 of execsnoop's", runs, ["exec", "execsnoop", 1 / 2]),
    cpuRule("exec storm: tracer's time an event ≤ execsnoop's", runs, ["exec", "execsnoop", 1]),
  ],
};

function addedRule(demand, runs, [probe, peer, most]) {
  if (!runs.has(peer)) return rule(demand, `no ${peer} here`);
  if (addedOf(runs.get(peer)).some((added) => added <= 0))
    return rule(demand, "less than the noise of this run");
  const judged = ratioRule(demand, ratioOf(addedOf, runs, probe, peer), most);
  const mean = ratioText(ratioOf(meanOf, runs, probe, peer));
  const worst = ratioText(worstRatio(runs, probe, peer));
  return { ...judged, measured: `${judged.measured} (mean ${mean}, worst ${worst})` };
}

function worstRatio(runs, probe, peer) {
  const ours = spread(addedOf(runs.get(`probe run ${probe}`)));
  return ours.most / spread(addedOf(runs.get(peer))).least;
}

function cpuRule(demand, runs, [probe, peer, most]) {
  if (!runs.has(peer)) return rule(demand, `no ${peer} here`);
  return ratioRule(demand, ratioOf(cpuOf, runs, probe, peer), most);
}

function ratioOf(of, runs, probe, peer) {
  return pairedRatio(of(runs.get(`probe run ${probe}`)), of(runs.get(peer)));
}

function nothingLost(demand, runs) {
  const missing = runs.map(({ expected, delivered }) => expected - delivered);
  return rule(
    demand,
    `${missing.map(count).join(", ")} of ${count(runs[0].expected)}`,
    !missing.some(Boolean),
  );
}
