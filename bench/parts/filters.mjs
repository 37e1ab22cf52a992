// Cost of filters.
import { added } from "../lib/added.mjs";
import { ours } from "../lib/ours.mjs";
import { time } from "../lib/text.mjs";

export const title = "Cost of filters";

const about = `\`probe run open\` with no filter, one, two and so on, each beside those before it: what is added to an
open when all let it through, and when the last one refuses it.`;

/** What the storm passes, and what it does not. */
const filters = [
  ["--comm", "load-open", "other"],
  ["--uid", String(process.getuid()), "4242"],
  ["--gid", String(process.getgid()), "4242"],
  ["--pid", "!1", "1"],
  ["--tid", "!1", "1"],
  ["--ppid", "!1", "1"],
];
const steps = 100_000;

export async function measure({ rounds, factor, scratch, say }) {
  const points = [];
  for (let length = 0; length <= filters.length; length++) {
    say(`${length} filters`);
    const load = { load: "open", steps: steps * factor, rounds: Math.ceil(rounds / 3) };
    const passing = await added(session(length), load, scratch);
    const refusing = length > 0 ? await added(session(length, true), load, scratch) : undefined;
    points.push({ length, passing, refusing });
  }
  const refused = points.filter(({ length }) => length > 0);
  return {
    about,
    tables: [{ head: ["filters", "all let it through", "the last refuses it"], rows: points.map(row) }],
    charts: [
      {
        name: "filters",
        title: "Time added to an open, by number of filters",
        x: { label: "filters" },
        y: { label: "added, µs" },
        series: [
          {
            name: "all let it through",
            points: points.map(({ length, passing }) => [length, passing / 1000]),
          },
          {
            name: "the last refuses it",
            points: refused.map(({ length, refusing }) => [length, refusing / 1000]),
          },
        ],
      },
    ],
  };
}

function session(length, refuses = false) {
  const words = filters.slice(0, length).flatMap(([flag, passed, other], index) => {
    return [flag, refuses && index === length - 1 ? other : passed];
  });
  return ours(["open", ...words].join(" "));
}

function row({ length, passing, refusing }) {
  const names = filters.slice(0, length).map(([flag]) => flag);
  return [names.join(" ") || "none", time(passing), refusing === undefined ? "" : time(refusing)];
}
