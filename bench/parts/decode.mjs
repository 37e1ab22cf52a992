// Reading records and making objects and JSON of them, without the kernel's part: bench/decode.mjs.
import { rule } from "../lib/rule.mjs";
import { digits } from "../lib/text.mjs";

export const title = "Decoding";

const about = `Records with two strings, replayed through a session, beside an addon that builds the same objects through
Node-API from the same bytes; its JSON is \`JSON.stringify\` of each. Processor time of the whole process,
garbage collection included, in the fastest round of many: others on the same core only slow it down.`;

export const source = new URL("../decode.mjs", import.meta.url);

export async function measure({ quick }) {
  const { measureDecode } = await import(source.href);
  const figures = await measureDecode(quick ? 3 : undefined);
  const head = [`records of ${digits(figures.recordBytes)} bytes`, "probekit", "Node-API", "ratio"];
  return { about, tables: [{ head, rows: ways.map((way) => row(way, figures)) }], rules: rulesOf(figures) };
}

const ways = [
  {
    ...{ name: "objects", ours: "objectsPerSecond", theirs: "napiObjectsPerSecond", ratio: "objectsRatio" },
    ...{ leastPerSecond: 8e6, leastRatio: 8 },
  },
  {
    ...{ name: "NDJSON", ours: "jsonPerSecond", theirs: "napiJsonPerSecond", ratio: "jsonRatio" },
    ...{ leastPerSecond: 3.5e6, leastRatio: 4 },
  },
];

function row({ name, ours, theirs, ratio }, figures) {
  return [name, ...[ours, theirs].map((rate) => rateText(figures[rate])), `${digits(figures[ratio])} times`];
}

function rateText(perSecond) {
  return `${digits(perSecond / 1e6)} million/s, ${digits(1e9 / perSecond)} ns`;
}

function rulesOf(figures) {
  return ways.flatMap(({ name, ours, ratio, leastPerSecond, leastRatio }) => [
    rule(
      `decoding to ${name}: at least ${digits(leastPerSecond / 1e6)} million a second`,
      rateText(figures[ours]),
      figures[ours] >= leastPerSecond,
    ),
    rule(
      `decoding to ${name}: at least ${leastRatio} times as many as through Node-API`,
      `${digits(figures[ratio])} times`,
      figures[ratio] >= leastRatio,
    ),
  ]);
}
