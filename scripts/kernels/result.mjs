/** Refusals that say something of the kernel and nothing against the probe. */
const acceptable = [
  ({ code, reason }) => code === "ERR_ATTACH" && reason.includes("this kernel has no such target"),
  ({ code }) => code === "ERR_KERNEL_TYPE" || code === "ERR_LOAD_DENIED",
];

/**
 * What a cell came to.
 *
 * @param report what the guest said of it; `undefined` if the guest ended before
 * @returns `{ name, plan, equality, outcome, reason, programs, skipped }`: `outcome` is `works`, `refused` or `fails`
 */
export function resultOf({ name, plan, equality, trialOnly }, report) {
  const programs = report?.trial?.programs ?? [];
  const skipped = report?.tests?.skipped ?? [];
  return { name, plan, equality, programs, skipped, ...judge(report, trialOnly) };
}

function judge(report, trialOnly) {
  if (!report) return { outcome: "fails", reason: "the guest ended before it came to this" };
  const { trial, tests, equality } = report;
  if (trial?.works === false) return judgeRefusal(trial);
  if (trialOnly) return { outcome: "works", reason: "loads and attaches" };
  if (tests.failed.length > 0) return { outcome: "fails", reason: failures(tests.failed) };
  if (tests.status !== 0) return { outcome: "fails", reason: `vitest ended with ${tests.status}` };
  /* Where fewer than two plans work there is nothing to compare. */
  if (equality && tests.passed === 0 && tests.skipped.length > 0)
    return { outcome: "refused", reason: tests.skipped[0].reason };
  if (tests.passed === 0) return { outcome: "fails", reason: "no test ran" };
  return { outcome: "works", reason: `${counted(tests.passed, "test")} passed` };
}

/** The name of the probe is in the table already. */
function judgeRefusal({ code, reason, log }) {
  const short = reason.replace(/^\S+: /, "").split("\n")[0];
  if (acceptable.some((accepts) => accepts({ code, reason }))) return { outcome: "refused", reason: short };
  const lastLines = log?.trimEnd().split("\n").slice(-40).join("\n");
  return { outcome: "fails", reason: `${short}\n${lastLines ?? ""}`.trimEnd() };
}

function failures(failed) {
  const lines = failed.map(({ name, reason }) => `\n  ${name}: ${reason}`);
  return `${counted(failed.length, "test")} failed${lines.join("")}`;
}

function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
