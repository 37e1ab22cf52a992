// The memory of a tracer that goes on for long.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runLoad } from "../lib/loads.mjs";
import { ours } from "../lib/ours.mjs";
import { rule } from "../lib/rule.mjs";
import { median } from "../lib/stats.mjs";
import { count, digits, megabytes } from "../lib/text.mjs";
import { Tracer } from "../lib/tracer.mjs";

export const title = "Memory";

const about = `\`probe run open\` during a storm of opens, its output to /dev/null: the memory that it has in RAM,
by the storm's share that is over. A figure at the end that is as those after the first tenth means that
memory does not grow with events.`;

const mostBytes = 90e6;
/** What garbage may lie about at one moment and not at another. */
const flatShare = 1.1;
const sampleMs = 200;

export async function measure({ scratch, quick, long, say }) {
  const lengths = quick ? [1e6] : long ? [1e7, 1e8] : [1e7];
  const runs = [];
  for (const opens of lengths) {
    say(`${count(opens)} opens`);
    runs.push({ opens, ...(await watched(opens, scratch)) });
  }
  return {
    about,
    tables: [{ head, rows: runs.map(row) }],
    charts: [chart(runs)],
    rules: runs.map(judged),
  };
}

const head = ["opens", "at most", "after a tenth", "at the end", "lost, it says"];

/** @returns `{ samples, lost }`, samples being `[share of the storm in %, bytes]` */
async function watched(opens, scratch) {
  const tracer = new Tracer(ours("open").command, scratch, "/dev/null");
  try {
    await tracer.says(/^probe: ready/m);
    const samples = [];
    let running = true;
    const begun = performance.now();
    const load = runLoad("open", { steps: opens, prefix: join(scratch, "memory-") }).finally(() => {
      running = false;
    });
    while (running) {
      samples.push([performance.now() - begun, tracer.residentBytes()]);
      await Promise.race([sleep(sampleMs), load]);
    }
    await load;
    const wholeMs = performance.now() - begun;
    return {
      samples: samples.map(([at, bytes]) => [(100 * at) / wholeMs, bytes]),
      lost: await tracer.stop(),
    };
  } finally {
    await tracer.stop();
  }
}

const during = (samples, from, to) =>
  median(samples.flatMap(([share, bytes]) => (share >= from && share <= to ? [bytes] : [])));
const early = ({ samples }) => during(samples, 10, 30);
const late = ({ samples }) => during(samples, 90, 100);
const most = ({ samples }) => Math.max(...samples.map(([, bytes]) => bytes));

function row(run) {
  return [
    count(run.opens),
    megabytes(most(run)),
    megabytes(early(run)),
    megabytes(late(run)),
    count(run.lost),
  ];
}

function judged(run) {
  const demand = `memory after ${count(run.opens)} opens: below ${megabytes(mostBytes)}, and no more than after a tenth`;
  const growth = late(run) / early(run);
  const measured = `${megabytes(most(run))}, ${digits(growth)} times the early`;
  return rule(demand, measured, most(run) < mostBytes && growth <= flatShare);
}

function chart(runs) {
  return {
    name: "memory",
    title: "Memory of probe run open during a storm",
    x: { label: "share of the storm that is over, %" },
    y: { label: "in RAM, MB" },
    series: runs.map(({ opens, samples }) => ({
      name: `${count(opens)} opens`,
      points: samples.map(([share, bytes]) => [share, bytes / 1e6]),
    })),
  };
}
