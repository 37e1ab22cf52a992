// What a tracer has told of a load, counted in its output.
import { randomBytes } from "node:crypto";
import { countLines } from "./lines.mjs";
import { loadComm } from "./loads.mjs";

/** A name for the files of one run, which is nowhere else. */
export function newMark() {
  return `pk${randomBytes(3).toString("hex")}`;
}

/** How many events a load is to give. @param subject as of `observe` */
export function expectedOf({ eventsPerStep = 1 }, { steps, threads = 1 }) {
  return steps * threads * eventsPerStep;
}

/** How many were told of. What has no path in its lines is found by the load's name. */
export function deliveredBy(subject, file, { load, told = "" }, mark) {
  if (subject.sums) return subject.sums(file, mark);
  return countLines(file, subject.byComm ? loadComm(load) : mark + told);
}
