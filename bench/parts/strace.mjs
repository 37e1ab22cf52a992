// What tracing every system call of a program costs it: our summary beside that of strace, which also have to
// count alike.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ours } from "../lib/ours.mjs";
import { alternate } from "../lib/rounds.mjs";
import { rule } from "../lib/rule.mjs";
import { differences, median, pairedRatio, spread } from "../lib/stats.mjs";
import { count, digits, time, timeSpread } from "../lib/text.mjs";

const run = promisify(execFile);

export const title = "Every system call of a program";

const about = `\`tar\` over a folder, untraced, under \`probe run syscall --summary --\` and under \`strace -f -c\`: the time
of tar itself, without the start and the end of the tracer. Both say how often each system call was made.`;

const demand = "strace -c -f adds at least 10 times what probe run syscall --summary adds";
const leastRatio = 10;

export async function measure({ peers, rounds, quick, scratch }) {
  const command = timed(["tar", "cf", "/dev/null", quick ? "/usr/include" : "/usr/share"], scratch);
  const strace = peers.find("strace", ["-f", "-c", "-o", join(scratch, "strace")], { label: "strace -f -c" });
  const subjects = [
    { name: "untraced", label: "untraced", command: [] },
    ours("syscall --summary", { separator: "--" }),
    strace,
  ].filter(Boolean);
  await run(command[0], command.slice(1)); // the page cache
  const counts = {};
  const results = await alternate(subjects, rounds, async ({ name, command: tracer, separator }) => {
    const words = [...tracer, ...(separator ? [separator] : []), ...command];
    const { stdout } = await run(words[0], words.slice(1), { maxBuffer: 2 ** 28 });
    if (name !== "untraced") counts[name] = name === "strace" ? straceCounts(scratch) : ourCounts(stdout);
    return Number(readFileSync(join(scratch, "time"), "utf8")) * 1e9;
  });
  const byName = new Map([...results].map(([{ name }, runs]) => [name, runs]));
  const base = byName.get("untraced");
  const head = ["", "tar takes", "added", "from round to round"];
  const rows = [...results].map(([{ label }, runs]) => row(label, runs, base));
  return { about, tables: [{ head, rows }, ...countTables(counts, strace)], rules: [judged(byName, strace)] };
}

/** The shell takes the time of the command alone and keeps it in a file. */
function timed(command, scratch) {
  const script = 'TIMEFORMAT=%R; { time "$@" 2>&3; } 3>/dev/null 2>"$0"';
  return ["bash", "-c", script, join(scratch, "time"), ...command];
}

function row(label, runs, base) {
  const added = differences(runs, base);
  const figures =
    label === "untraced" ? ["", timeSpread(spread(runs))] : [time(median(added)), timeSpread(spread(added))];
  return [label, time(median(runs)), ...figures];
}

function judged(runs, strace) {
  if (!strace) return rule(demand, "no strace here");
  const base = runs.get("untraced");
  const [own, theirs] = ["probe run syscall --summary", "strace"].map((name) =>
    differences(runs.get(name), base),
  );
  const ratio = pairedRatio(theirs, own);
  if (ratio === undefined) return rule(demand, "ours added nothing that could be measured");
  return rule(demand, `${digits(ratio)} times`, ratio >= leastRatio);
}

function ourCounts(stdout) {
  const rows = stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  const summary = rows.filter(({ event }) => event === "summary");
  return new Map(summary.map(({ syscall, count: calls }) => [syscall, calls]));
}

/** `% time  seconds  usecs/call  calls  errors  syscall`, where errors may be missing. */
function straceCounts(scratch) {
  const lines = readFileSync(join(scratch, "strace"), "utf8").split("\n");
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter(([share]) => /^\d/.test(share));
  return new Map(
    rows.filter((cells) => cells.at(-1) !== "total").map((cells) => [cells.at(-1), Number(cells[3])]),
  );
}

/** Of the last round: how many calls each has counted alike, and the others. */
function countTables({ "probe run syscall --summary": own, strace: theirs }, strace) {
  if (!strace) return [];
  const names = [...new Set([...own.keys(), ...theirs.keys()])];
  const different = names.filter((name) => own.get(name) !== theirs.get(name));
  const alike = [`${names.length - different.length} others`, "counted alike", ""];
  const rows = different.map((name) => [name, count(own.get(name) ?? 0), count(theirs.get(name) ?? 0)]);
  return [{ head: ["system call", "probe run syscall", "strace"], rows: [...rows, alike] }];
}
