// Cost by the number of probes in a session.
import { added } from "../lib/added.mjs";
import { ours } from "../lib/ours.mjs";
import { count, time } from "../lib/text.mjs";

export const title = "Cost by number of probes";

const about = `One session with one probe, two, and so on, in the order of the table: what is added to an open, and to
a call that none but the last is about (getppid). The last, syscall, tells of every call.`;

const order = ["open", "exec", "net", "sync", "filelife", "filetop", "syscall"];
const loads = { open: 100_000, unrelated: 500_000 };

export async function measure({ rounds, factor, scratch, say }) {
  const points = [];
  for (let length = 1; length <= order.length; length++) {
    const probes = order.slice(0, length);
    say(probes.join(" "));
    const subject = ours(probes.join(" "));
    const point = { length, probe: probes.at(-1) };
    for (const [load, steps] of Object.entries(loads))
      point[load] = await added(
        subject,
        { load, steps: steps * factor, rounds: Math.ceil(rounds / 3) },
        scratch,
      );
    points.push(point);
  }
  return {
    about,
    tables: [{ head: ["probes", "and", "added to an open", "added to getppid"], rows: points.map(row) }],
    charts: [
      {
        name: "probes",
        title: "Time added to a call, by number of probes",
        x: { label: "probes in the session" },
        y: { label: "added, µs" },
        series: [
          { name: "open and close", points: points.map(({ length, open }) => [length, open / 1000]) },
          { name: "getppid", points: points.map(({ length, unrelated }) => [length, unrelated / 1000]) },
        ],
      },
    ],
  };
}

function row({ length, probe, open, unrelated }) {
  return [count(length), probe, time(open), time(unrelated)];
}
