// One load under one tracer.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { deliveredBy, expectedOf, newMark } from "./delivered.mjs";
import { runLoad } from "./loads.mjs";
import { Tracer } from "./tracer.mjs";

/** The time in which a tool's last canary comes out of its buffers. */
const calmMs = 100;
const settleMs = 1000;

/**
 * Runs a load without, with, and again without a tracer: machines are slower for a while, and faster.
 *
 * @param subject `{ command }`, with `eventsPerStep` that it is to deliver, `byComm` when these show no file's
 *   name, `sums(file, mark)` when it delivers no events, and `delayMs`, how long it may put off what it tells
 * @param load `{ load, steps, threads, rate }`, with `told`, by what the events are known beside the
 *   prefix, and `warmUpSteps`, which the tracer has behind it when it is measured
 * @returns `{ base, traced, cpuNs, expected, delivered, lost }`; the first two as of `runLoad`, `base` the
 *   mean of both
 */
export async function observe(subject, { warmUpSteps = 0, ...load }, scratch) {
  const mark = newMark();
  const prefix = join(scratch, `${mark}-`);
  const untraced = () => runLoad(load.load, { ...load, prefix });
  const before = await untraced();
  const tracer = new Tracer(subject.command, scratch);
  try {
    await tracer.seesCanary(load.load, scratch);
    await sleep(calmMs);
    if (warmUpSteps) {
      await runLoad(load.load, { steps: warmUpSteps, prefix: join(scratch, "warm-") });
      await sleep(subject.delayMs ?? 0);
    }
    await tracer.idle(settleMs);
    const usedNs = tracer.cpuNs();
    const traced = await runLoad(load.load, { ...load, prefix });
    await sleep(subject.delayMs ?? 0);
    await tracer.idle();
    const cpuNs = tracer.cpuNs() - usedNs;
    const lost = await tracer.stop();
    const expected = expectedOf(subject, load);
    const delivered = await deliveredBy(subject, tracer.files.stdout, load, mark);
    const base = between(before, await untraced());
    return { base, traced, cpuNs, expected, delivered, lost };
  } finally {
    await tracer.stop();
    for (const file of Object.values(tracer.files)) rmSync(file, { force: true });
  }
}

function between(one, other) {
  return {
    meanNs: (one.meanNs + other.meanNs) / 2,
    typicalNs: (one.typicalNs + other.typicalNs) / 2,
  };
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
