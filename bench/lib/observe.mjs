// One load under one tracer.
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { countLines } from "./lines.mjs";
import { loadComm, runLoad } from "./loads.mjs";
import { Tracer } from "./tracer.mjs";

/** The time in which a tool's last canary comes out of its buffers. */
const calmMs = 100;
const settleMs = 1000;

/**
 * Runs a load without and with a tracer.
 *
 * @param subject `{ command }`, with `eventsPerStep` that it is to deliver, `byComm` when these show no file's
 *   name, `sums(file, mark)` and their `intervalMs` when it delivers no events
 * @param load `{ load, steps, threads, rate }`, with `told`, by what the events are known beside the prefix
 * @returns `{ base, traced, cpuNs, expected, delivered, lost }`; the first two as of `runLoad`, `delivered` is `undefined` for a tracer that delivers sums
 */
export async function observe(subject, load, scratch) {
  const mark = `pk${randomBytes(3).toString("hex")}`;
  const prefix = join(scratch, `${mark}-`);
  const { threads = 1 } = load;
  const base = await runLoad(load.load, { ...load, prefix });
  const tracer = new Tracer(subject.command, scratch);
  try {
    await tracer.seesCanary(load.load, scratch);
    await sleep(calmMs);
    await tracer.idle(settleMs);
    const before = tracer.cpuNs();
    const traced = await runLoad(load.load, { ...load, prefix });
    await sleep(subject.intervalMs ?? 0);
    await tracer.idle();
    const cpuNs = tracer.cpuNs() - before;
    const lost = await tracer.stop();
    const expected = load.steps * threads * (subject.eventsPerStep ?? 1);
    const delivered = await deliveredBy(subject, tracer.files.stdout, load, mark);
    return { base, traced, cpuNs, expected, delivered, lost };
  } finally {
    await tracer.stop();
    for (const file of Object.values(tracer.files)) rmSync(file, { force: true });
  }
}

/** What has no path in its lines is found by the load's name. */
function deliveredBy(subject, file, { load, told = "" }, mark) {
  if (subject.sums) return subject.sums(file, mark);
  return countLines(file, subject.byComm ? loadComm(load) : mark + told);
}

/** Starts a peer for a moment. @returns why it cannot run here, or `undefined` */
export async function refusalOf(subject, load, scratch) {
  const tracer = new Tracer(subject.command, scratch);
  try {
    await tracer.seesCanary(load.load, scratch);
    return undefined;
  } catch (error) {
    return error.message;
  } finally {
    await tracer.stop();
  }
}
