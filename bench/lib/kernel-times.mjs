// Times of tracers' programs in the kernel, as rows and rules.
import { runNsOf } from "./program-times.mjs";
import { ratioRule } from "./rule.mjs";
import { median, pairedRatio } from "./stats.mjs";
import { time } from "./text.mjs";

/** What all programs of each run took for one of so many events. */
export function perEvent(runs, events) {
  return runs.map((run) => runNsOf(run) / events);
}

/** Of the last run; what hardly ran is left out. @returns `[name, runs an event, a run]` of each program */
export function programCells(runs, events) {
  return runs
    .at(-1)
    .programs.filter(({ runCount }) => runCount > events / 100)
    .map(({ name, runNs, runCount }) => [name, (runCount / events).toFixed(2), time(runNs / runCount)]);
}

/** A rule that ours takes less than theirs. @param ours and theirs nanoseconds, by round */
export function belowRule(demand, ours, theirs) {
  const [our, their] = [ours, theirs].map((values) => time(median(values)));
  const judged = ratioRule(demand, pairedRatio(ours, theirs), 1);
  return { ...judged, measured: `${our} and ${their}: ${judged.measured}` };
}
