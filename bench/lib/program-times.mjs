// What a tracer's programs did in the kernel during a load, as the kernel itself counts it.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { deliveredBy, expectedOf, newMark } from "./delivered.mjs";
import { runLoad } from "./loads.mjs";
import { Tracer } from "./tracer.mjs";

/**
 * Runs a load under a tracer, with `kernel.bpf_stats_enabled=1`.
 *
 * @param subject and storm as of `observe`
 * @returns `{ programs: { name, runNs, runCount }[], expected, delivered }`: all of its programs, and how many
 *   events it was to tell of and has, because programs that run for nothing are quick
 */
export async function programTimes(subject, storm, scratch) {
  const mark = newMark();
  const tracer = new Tracer(subject.command, scratch);
  try {
    await tracer.seesCanary(storm.load, scratch);
    await tracer.idle();
    const before = new Map(tracer.programs().map((program) => [program.id, program]));
    await runLoad(storm.load, { ...storm, prefix: join(scratch, `${mark}-`) });
    const after = tracer.programs();
    const names = programNames();
    const programs = after.map(({ id, runNs, runCount }) => ({
      name: names.get(id) ?? `program ${id}`,
      runNs: runNs - (before.get(id)?.runNs ?? 0),
      runCount: runCount - (before.get(id)?.runCount ?? 0),
    }));
    await tracer.idle();
    await tracer.stop();
    const delivered = await deliveredBy(subject, tracer.files.stdout, storm, mark);
    return { programs, expected: expectedOf(subject, storm), delivered };
  } finally {
    await tracer.stop();
  }
}

/** Of all programs of a run together. */
export function runNsOf({ programs }) {
  return programs.reduce((sum, { runNs }) => sum + runNs, 0);
}

/** By id; all in one go, because in an emulated machine each command takes long. */
function programNames() {
  try {
    const listed = execFileSync("bpftool", ["-j", "prog", "show"], { maxBuffer: 64 * 1024 * 1024 });
    return new Map(JSON.parse(listed).map(({ id, name }) => [id, name]));
  } catch {
    return new Map(); // no bpftool here
  }
}
