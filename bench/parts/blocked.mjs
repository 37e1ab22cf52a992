// A program whose JavaScript stands still for two seconds, while events go on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runLoad } from "../lib/loads.mjs";
import { rule } from "../lib/rule.mjs";
import { count } from "../lib/text.mjs";

export const title = "A blocked program";

const about = `A program that reads events of a session by \`for await\`, and whose only thread of JavaScript then
waits for two seconds (\`Atomics.wait\`) while the storm goes on. Ring and backlog hold what they can; the rest
is counted.`;

const program = fileURLToPath(new URL("../programs/blocked.mjs", import.meta.url));
const blockMs = 2000;
const stormSeconds = 4;

export async function measure({ scratch, say }) {
  const runs = [];
  for (const rate of [10_000, 50_000, 0]) {
    const steps = (rate || 400_000) * stormSeconds;
    say(`${count(steps)} opens, ${rateText(rate)}`);
    runs.push({ rate, steps, ...(await blocked(rate, steps, scratch)) });
  }
  return {
    about,
    tables: [{ head: ["storm", "opens", "delivered", "counted as lost", "neither"], rows: runs.map(row) }],
    rules: runs.map(judged),
  };
}

async function blocked(rate, steps, scratch) {
  const prefix = join(scratch, `blocked${rate}-`);
  await runLoad("open", { steps: 1, prefix }); // makes the file
  const child = spawn(process.execPath, [program, String(blockMs), prefix], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  try {
    await lines.next();
    const load = runLoad("open", { steps, prefix, rate });
    await sleep(500);
    child.stdin.write("block\n");
    await load;
    await sleep(blockMs);
    child.stdin.write("end\n");
    return JSON.parse((await lines.next()).value);
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

const rateText = (rate) => (rate ? `${count(rate)} a second` : "as fast as it can");
const neither = ({ steps, delivered, lost }) => steps - delivered - lost;

function row(run) {
  return [rateText(run.rate), ...[run.steps, run.delivered, run.lost, neither(run)].map(count)];
}

function judged(run) {
  const demand = `JavaScript blocked for 2 s, opens ${rateText(run.rate)}: delivered or counted`;
  return rule(demand, `${count(neither(run))} of ${count(run.steps)} neither`, neither(run) === 0);
}
