// What tracers did in a virtual machine, as tables and rules.
import { belowRule, perEvent, programCells } from "./kernel-times.mjs";
import { rivalNames } from "./plan-storms.mjs";
import { rule } from "./rule.mjs";
import { median, spread } from "./stats.mjs";
import { count, digits, time, timeSpread } from "./text.mjs";

/** A tool that tells of fewer has not done the work whose time is taken. */
const leastDelivered = 0.9;

/**
 * Why a subject's times are not to be shown, or `undefined`.
 *
 * @param report `{ runs, failure }`, as the guest has told
 */
export function doubtAbout({ runs, failure }) {
  if (failure) return failure.split("\n")[0];
  const poor = runs.find(({ delivered, expected }) => delivered < expected * leastDelivered);
  return poor && `attaches, but has told of ${count(poor.delivered)} of ${count(poor.expected)} events only`;
}

/** @param storms as of `planStorms`, each with the guest's `reports` of it: `{ name, label, runs, failure }[]` */
export function tablesOf(storms) {
  const all = storms.flatMap(({ name, reports }) => reports.map((report) => ({ storm: name, ...report })));
  const sound = all.filter((report) => !doubtAbout(report));
  const doubtful = all.filter(doubtAbout);
  return [
    {
      head: ["storm", "tracer", "in its programs, an event", "from round to round", "delivered"],
      rows: sound.map(timeRow),
    },
    { head: ["storm", "tracer", "program", "runs an event", "a run"], rows: sound.flatMap(programRows) },
    {
      head: ["storm", "tracer", "not measured, because"],
      rows: doubtful.map((report) => [report.storm, report.label, doubtAbout(report)]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

function timeRow({ storm, label, runs }) {
  const times = timesOf(runs);
  const total = (field) => runs.reduce((sum, run) => sum + run[field], 0);
  const delivered = `${digits((100 * total("delivered")) / total("expected"))} %`;
  return [storm, label, time(median(times)), timeSpread(spread(times)), delivered];
}

function programRows({ storm, label, runs }) {
  return programCells(runs, runs[0].expected).map((cells) => [storm, label, ...cells]);
}

const timesOf = (runs) => perEvent(runs, runs[0].expected);

/** What is demanded of a storm of `planStorms`. */
export function demandOf({ name, rivals: { told, peer } }) {
  return `time in the kernel in the VM, ${name} storm: ${told}, below ${peer}'s (libbpf-tools)`;
}

export function ruleOf({ reports, ...storm }) {
  const [ours, theirs] = rivalNames(storm).map((name) => reports.find((report) => report.name === name));
  const demand = demandOf(storm);
  if (!theirs) return rule(demand, `no ${storm.rivals.peer} here`);
  const doubtful = [ours, theirs].find(doubtAbout);
  if (doubtful) return rule(demand, `${doubtful.label}: ${doubtAbout(doubtful)}`);
  return belowRule(demand, timesOf(ours.runs), timesOf(theirs.runs));
}
