// Cost and losses by the number of threads that make events.
import { observe } from "../lib/observe.mjs";
import { alternate } from "../lib/rounds.mjs";
import { median } from "../lib/stats.mjs";
import { ableSubjects, storms } from "../lib/storms.mjs";
import { count, digits, time } from "../lib/text.mjs";

export const title = "Cost by number of threads";

const about = `The storm of opens by several threads at once, as fast as they can: what an open takes longer, and how
many of the events were delivered. With more threads than processors the tracer has to find its time between
them; what it then loses it is to count.`;

export async function measure({ peers, rounds, factor, quick, scratch, say }) {
  const numbers = quick ? [1, 4] : [1, 2, 4, 8];
  const [open] = storms(peers);
  const subjects = (await ableSubjects(open, peers, scratch)).filter(({ name }) => name !== "bpftrace");
  const points = [];
  for (const threads of numbers) {
    say(`${threads} threads`);
    const load = { ...open, threads, steps: Math.round((200_000 * factor) / threads) };
    const results = await alternate(subjects, Math.ceil(rounds / 3), (subject) =>
      observe(subject, load, scratch),
    );
    for (const [subject, runs] of results) points.push({ subject, threads, ...summary(runs) });
  }
  return {
    about,
    tables: [{ head, rows: points.map(row) }],
    charts: [
      chart(
        "threads-added",
        "Time added to an open, by threads",
        "added, µs",
        subjects,
        points,
        "addedNs",
        1e3,
      ),
      chart(
        "threads-delivered",
        "Events delivered, by threads",
        "delivered, %",
        subjects,
        points,
        "share",
        0.01,
      ),
    ],
  };
}

const head = ["threads", "tracer", "added", "delivered", "lost, it says", "lost, by count"];

function summary(runs) {
  const of = (field) => runs.map((run) => run[field]);
  return {
    addedNs: median(runs.map(({ base, traced }) => traced.typicalNs - base.typicalNs)),
    share: median(runs.map(({ delivered, expected }) => delivered / expected)),
    lost: median(of("lost")),
    missing: median(runs.map(({ delivered, expected }) => expected - delivered)),
  };
}

function row({ threads, subject, addedNs, share, lost, missing }) {
  return [
    ...[count(threads), subject.label, time(addedNs), `${digits(100 * share)} %`],
    ...[count(lost), count(missing)],
  ];
}

function chart(name, title, label, subjects, points, field, unit) {
  const series = subjects.map((subject) => ({
    name: subject.label,
    points: points.flatMap((point) =>
      point.subject === subject ? [[point.threads, point[field] / unit]] : [],
    ),
  }));
  return { name, title, x: { label: "threads" }, y: { label }, series };
}
