// What a tracer adds to a call, where what it delivers is not the question.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { runLoad } from "./loads.mjs";
import { median } from "./stats.mjs";
import { Tracer } from "./tracer.mjs";

const settleMs = 1000;

/**
 * @param subject one of ours
 * @param load `{ load, steps, threads, rounds }`
 * @returns nanoseconds, in the median millisecond of the median round
 */
export async function added(subject, { rounds, ...load }, scratch) {
  const prefix = join(scratch, `pk${randomBytes(3).toString("hex")}-`);
  const [bases, traced] = [[], []];
  for (let round = 0; round < rounds; round++) {
    bases.push(await runLoad(load.load, { ...load, prefix }));
    const tracer = new Tracer(subject.command, scratch, "/dev/null");
    try {
      await tracer.says(/^probe: ready/m);
      await tracer.idle(settleMs);
      traced.push(await runLoad(load.load, { ...load, prefix }));
    } finally {
      await tracer.stop();
    }
  }
  return median(traced.map(({ typicalNs }, round) => typicalNs - bases[round].typicalNs));
}
