// What tracing every system call of a program costs it: `probe run syscall --summary` beside `strace -c -f`,
// on the same command, in turn. Also holds that both count the same calls.
// `node bench/strace.mjs [ROUNDS] [COMMAND…]`, as root; default: 5 rounds of tar over /usr/share
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const probe = fileURLToPath(new URL("../packages/cli/bin/probe.mjs", import.meta.url));
const [rounds = "5", ...given] = process.argv.slice(2);
const command = given.length > 0 ? given : ["tar", "cf", "/dev/null", "/usr/share"];
const scratch = mkdtempSync(path.join(os.tmpdir(), "probekit-bench-"));
/** The traced program's own time, without that of the tracer's start and end. */
const timesFile = path.join(scratch, "time");
const timed = [
  "bash",
  "-c",
  'TIMEFORMAT="%R %U %S"; { time "$@" 2>&3; } 3>/dev/null 2>"$0"',
  timesFile,
  ...command,
];

try {
  if (!onPath("strace")) throw new Error("no strace; on Debian: apt-get install strace");
  run(timed); // the page cache
  const results = { untraced: [], probekit: [], strace: [] };
  let counts;
  for (let round = 0; round < Number(rounds); round++) {
    results.untraced.push(timeOf(timed).seconds);
    const ours = timeOf([
      process.execPath,
      probe,
      "run",
      "syscall",
      "--summary",
      "-o",
      "json",
      "--",
      ...timed,
    ]);
    const theirs = timeOf(["strace", "-f", "-c", "-o", path.join(scratch, "strace"), ...timed]);
    results.probekit.push(ours.seconds);
    results.strace.push(theirs.seconds);
    counts = { ours: ourCounts(ours.stdout), theirs: straceCounts() };
  }
  printTimes(results);
  printCounts(counts);
} finally {
  rmSync(scratch, { recursive: true });
}

function onPath(name) {
  return (process.env.PATH ?? "").split(":").some((folder) => existsSync(path.join(folder, name)));
}

function run([file, ...args]) {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${file} ended with ${status}: ${stderr}`);
  return stdout;
}

function timeOf(words) {
  const stdout = run(words);
  const [seconds] = readFileSync(timesFile, "utf8").trim().split(" ").map(Number);
  return { seconds, stdout };
}

function ourCounts(stdout) {
  const rows = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  return new Map(
    rows.filter(({ event }) => event === "summary").map(({ syscall, count }) => [syscall, count]),
  );
}

/** `% time  seconds  usecs/call  calls  errors  syscall`, where errors may be missing. */
function straceCounts() {
  const lines = readFileSync(path.join(scratch, "strace"), "utf8").split("\n");
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter(([share]) => /^\d/.test(share));
  return new Map(
    rows.filter((cells) => cells.at(-1) !== "total").map((cells) => [cells.at(-1), Number(cells[3])]),
  );
}

function median(values) {
  return values.toSorted((one, other) => one - other)[values.length >> 1];
}

function printTimes(results) {
  const base = median(results.untraced);
  console.log(`${command.join(" ")}, ${rounds} rounds in turn, median of the program's own time:`);
  for (const [name, values] of Object.entries(results)) {
    const spread = `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)} s`;
    const added = ((median(values) - base) * 1000).toFixed(0);
    console.log(`  ${name.padEnd(9)} ${median(values).toFixed(3)} s (${spread}), added ${added} ms`);
  }
  const ratio = (median(results.strace) - base) / Math.max(0.001, median(results.probekit) - base);
  console.log(`strace adds ${ratio.toFixed(1)} times what probekit adds`);
}

function printCounts({ ours, theirs }) {
  const names = [...new Set([...ours.keys(), ...theirs.keys()])];
  const different = names.filter((name) => ours.get(name) !== theirs.get(name));
  console.log(`${names.length} kinds of calls, ${names.length - different.length} counted alike`);
  for (const name of different)
    console.log(`  ${name}: probekit ${ours.get(name) ?? 0}, strace ${theirs.get(name) ?? 0}`);
}
