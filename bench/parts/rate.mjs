// Cost by the rate of events.
import { observe } from "../lib/observe.mjs";
import { alternate } from "../lib/rounds.mjs";
import { median } from "../lib/stats.mjs";
import { ableSubjects, storms } from "../lib/storms.mjs";
import { count, time } from "../lib/text.mjs";

export const title = "Cost by rate";

const seconds = 3;
const warmUpSteps = 50_000;

const about = `Opens at a given rate, in bursts of a millisecond: what each one costs its caller, and what it costs
the tracer. A tracer that wakes up for each event has the same cost at all rates; one that does so only when
it is asleep has less the more there is to do. What a tracer does once, as its first events come (ours is
compiled), is over then: it has had ${count(warmUpSteps)} before.`;

export async function measure({ peers, rounds, quick, scratch, say }) {
  const rates = quick ? [1000, 100_000] : [1000, 3000, 10_000, 30_000, 100_000];
  const [open] = storms(peers);
  const subjects = (await ableSubjects(open, peers, scratch)).filter(({ name }) => name !== "bpftrace");
  const curves = new Map(subjects.map((subject) => [subject, []]));
  for (const rate of rates) {
    say(`${count(rate)} opens a second`);
    const load = { ...open, rate, steps: rate * seconds, warmUpSteps };
    const results = await alternate(subjects, Math.ceil(rounds / 3), (subject) =>
      observe(subject, load, scratch),
    );
    for (const [subject, runs] of results) curves.get(subject).push({ rate, ...summary(runs) });
  }
  const x = { label: "opens a second", log: true };
  return {
    about,
    tables: [{ head: ["tracer", ...rates.map((rate) => `${count(rate)}/s`)], rows: rowsOf(curves) }],
    charts: [
      chart("rate-added", "Time added to an open, by rate", x, curves, ({ addedNs }) => addedNs / 1000),
      chart("rate-cpu", "Tracer's processor time an event, by rate", x, curves, ({ cpuNs }) => cpuNs / 1000),
    ],
  };
}

function summary(runs) {
  return {
    addedNs: median(runs.map(({ base, traced }) => traced.typicalNs - base.typicalNs)),
    cpuNs: median(runs.map(({ cpuNs, delivered, expected }) => cpuNs / (delivered || expected))),
  };
}

function rowsOf(curves) {
  return [...curves].flatMap(([{ label }, points]) => [
    [`${label}: added`, ...points.map(({ addedNs }) => time(addedNs))],
    [`${label}: tracer's time`, ...points.map(({ cpuNs }) => time(cpuNs))],
  ]);
}

function chart(name, title, x, curves, of) {
  const series = [...curves].map(([{ label }, points]) => ({
    name: label,
    points: points.map((point) => [point.rate, of(point)]),
  }));
  return { name, title, x, y: { label: "µs an open", log: true }, series };
}
