// How long it takes until tracing has begun.
import { ours } from "../lib/ours.mjs";
import { readyNs } from "../lib/ready.mjs";
import { alternate } from "../lib/rounds.mjs";
import { rule } from "../lib/rule.mjs";
import { differences, median, pairedRatio, spread } from "../lib/stats.mjs";
import { ratioText, time, timeSpread } from "../lib/text.mjs";

export const title = "Ready to trace";

const about = `From the start of the process until it says that it traces: ours by the line \`probe: ready\`, others
by the header of their table, which they print when they have attached; \`node -e 0\` until it has ended.`;

const leastRounds = 10;

export async function measure({ peers, rounds, quick }) {
  const subjects = [
    { name: "node", label: "node -e 0", command: [process.execPath, "-e", "0"] },
    ...["exec", "open"].map((name) => ours(name, { pattern: /^probe: ready/m })),
    peers.find("execsnoop", [], { pattern: /^PCOMM/m }),
    peers.find("opensnoop", [], { pattern: /^PID/m }),
    peers.find("bpftrace", ["-e", "tracepoint:syscalls:sys_enter_execve { join(args->argv); }"], {
      ...{ label: "bpftrace, execs", pattern: /^Attaching/m },
    }),
  ].filter(Boolean);
  const able = subjects.filter((subject) => subject.own || !peers.refusal(subject));
  const results = await alternate(able, quick ? 3 : Math.max(rounds, leastRounds), readyNs);
  const rows = [...results].map(([{ label }, runs]) => [label, time(median(runs)), timeSpread(spread(runs))]);
  const byName = new Map([...results].map(([{ name }, runs]) => [name, runs]));
  return {
    about,
    tables: [{ head: ["", "ready after", "from round to round"], rows }],
    rules: [readyRule(byName)],
  };
}

function readyRule(runs) {
  const demand = "ready: exec within 3 times execsnoop's time and Node's start";
  const theirs = runs.get("execsnoop");
  if (!theirs) return rule(demand, "no execsnoop here");
  const own = differences(runs.get("probe run exec"), runs.get("node"));
  const ratio = pairedRatio(own, theirs);
  return rule(demand, `${ratioText(ratio)} beside Node's start`, ratio <= 3);
}
