// Measures what tracing costs, ours and that of others. `npm run bench`
//
// As root; --help says how. A run of everything at full length writes docs/performance.md, any other
// bench/.cache/performance.md.
// The status tells whether all could be measured, not whether the rules hold.
import { mkdtempSync, rmSync } from "node:fs";
import { getPriority, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../scripts/lib/paths.mjs";
import { main, say } from "../scripts/lib/run.mjs";
import { machineFacts } from "./lib/machine.mjs";
import { rerunWithTracefs } from "./lib/namespace.mjs";
import { writePage } from "./lib/page.mjs";
import { Peers } from "./lib/peers.mjs";
import { ruleLine } from "./lib/rule.mjs";
import { renderSection } from "./lib/section.mjs";
import { withoutStatistics } from "./lib/statistics.mjs";
import { parts } from "./parts/index.mjs";

/** All alike, loads and tracers: what else the machine does then disturbs less. */
const niceness = -5;

const usage = `usage: npm run bench -- [options]
  --only PART       one part of ${Object.keys(parts).join(", ")}; may be repeated
  --rounds N        of each measurement, default 5
  --quick           one round with a tenth of the work
  --long            100 million events too
  --peer NAME=FILE  another build of a tool; may be repeated`;

const asked = optionsAsked();

await main(async () => {
  if (process.getuid?.() !== 0) throw new Error("needs root: it traces");
  const chosen = partsAsked();
  const status = rerunWithTracefs();
  if (status !== undefined) return status;
  setPriority(Math.min(getPriority(), niceness));
  const scratch = mkdtempSync(join(tmpdir(), "pk-"));
  // What is to be undone is undone when the process ends, however that comes.
  process.on("exit", () => rmSync(scratch, { recursive: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
  return withoutStatistics(() => runParts(chosen, scratch));
});

function optionsAsked() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: "string", multiple: true, default: [] },
        rounds: { type: "string", default: "5" },
        quick: { type: "boolean", default: false },
        long: { type: "boolean", default: false },
        peer: { type: "string", multiple: true, default: [] },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (!(Number(values.rounds) >= 1))
      throw new Error(`--rounds: expected a number from 1, got ${values.rounds}`);
    if (!values.help) return values;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`probekit: ${error.message}\n${usage}`);
    process.exit(2);
  }
}

function partsAsked() {
  const all = parts;
  const unknown = asked.only.filter((name) => !(name in all));
  if (unknown.length > 0)
    throw new Error(`no part is called ${unknown}; there are ${Object.keys(all).join(", ")}`);
  return Object.entries(all).filter(([name]) => asked.only.length === 0 || asked.only.includes(name));
}

async function runParts(chosen, scratch) {
  const peers = new Peers(asked.peer);
  const rounds = asked.quick ? 1 : Number(asked.rounds);
  const begun = machineFacts();
  const whole = asked.only.length === 0 && asked.peer.length === 0 && !asked.quick;
  const folder = join(root, whole ? "docs" : "bench/.cache");
  const sections = [];
  let page;
  for (const [name, part] of chosen) {
    say(`\n== ${name}`);
    const section = await measured(name, part, {
      ...{ peers, rounds, scratch, say, quick: asked.quick, long: asked.long },
      factor: asked.quick ? 0.1 : 1,
    });
    sections.push(section);
    console.log(`\n${renderSection(section)}`);
    // After each part: half an hour's figures are not lost with the last minute's.
    page = writePage(folder, { sections, peers, rounds, begun, ended: machineFacts() });
  }
  conclude(sections, peers);
  say(`\nwritten: ${page}`);
  return sections.some(({ failure }) => failure) ? 1 : 0;
}

/** A part that cannot measure says so, and the others go on. */
async function measured(name, { title, measure }, context) {
  try {
    return { name, title, ...(await measure(context)) };
  } catch (error) {
    say(error.stack);
    return { name, title, failure: error.message };
  }
}

function conclude(sections, peers) {
  console.log();
  for (const { name, refusal } of peers.report()) if (refusal) console.log(`without ${name}: ${refusal}`);
  for (const { name, failure } of sections) if (failure) console.log(`not measured: ${name}: ${failure}`);
  for (const line of sections.flatMap(({ rules = [] }) => rules).map(ruleLine)) console.log(line);
}
