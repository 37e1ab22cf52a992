import { describe, expect, it } from "vitest";
import { Peers } from "../lib/peers.mjs";
import { planStorms } from "../lib/plan-storms.mjs";
import { renderSection } from "../lib/section.mjs";
import { doubtAbout, ruleOf, tablesOf } from "../lib/vm-results.mjs";

const [create] = planStorms(new Peers(["filelife=/bin/filelife", "filetop=/bin/filetop"]));

/** One round of 100 events, whose programs took this long for each. */
const run = (nsAnEvent, delivered = 100) => ({
  programs: [
    { name: "on_create", runNs: nsAnEvent * 60, runCount: 100 },
    { name: "on_delete", runNs: nsAnEvent * 40, runCount: 200 },
    { name: "on_other", runNs: 0, runCount: 0 },
  ],
  ...{ expected: 100, delivered },
});
const report = (name, runs, failure) => ({ name, label: name, runs, failure });
const ours = report("probe run filelife --plan kprobe --no-full-path", [run(2000), run(3000)]);
const storm = (...reports) => ({ ...create, reports });

describe("what is demanded of the time in the kernel", () => {
  it("counts all programs of a tracer, and is judged round by round", () => {
    const { measured, holds } = ruleOf(storm(ours, report("filelife", [run(4000), run(6000)])));
    expect(measured).toBe("2.50 µs and 5 µs: 1/2");
    expect(holds).toBe(true);
  });

  it("does not hold where ours takes longer", () => {
    expect(ruleOf(storm(ours, report("filelife", [run(1000), run(1000)]))).holds).toBe(false);
  });

  it.each([
    ["that is not installed", [], /no filelife here/],
    ["that cannot attach", [report("filelife", [], "no such function\nsecond line")], /: no such function$/],
    ["that tells of nothing", [report("filelife", [run(1), run(1, 0)])], /told of 0 of 100 events only/],
  ])("is not judged by a peer %s", (_, theirs, reason) => {
    const { measured, holds } = ruleOf(storm(ours, ...theirs));
    expect(measured).toMatch(reason);
    expect(holds).toBeUndefined();
  });

  it("is not judged where ours could not be measured", () => {
    const refused = report(ours.name, [], "refused");
    expect(ruleOf(storm(refused, report("filelife", [run(1)]))).measured).toBe(`${ours.name}: refused`);
  });
});

it.each([
  [100, undefined],
  [99, undefined],
  [89, "attaches, but has told of 89 of 100 events only"],
])("a tracer that has told of %d of 100 events", (delivered, doubt) => {
  expect(doubtAbout({ runs: [run(1), run(1, delivered)] })).toBe(doubt);
});

it("tables have times of those only that have done the work, and name the others", () => {
  const tables = tablesOf([storm(ours, report("filelife", [run(5, 0)]))]);
  const [times, programs, unmeasured] = tables.map((table) => renderSection({ tables: [table] }));
  expect(times).toContain("2.50 µs");
  expect(times).toContain("2 to 3 µs");
  expect(times).not.toMatch(/\| filelife +\|/);
  expect(programs).toMatch(/on_delete +\| 2.00 +\| 600 ns/);
  expect(programs).not.toContain("on_other");
  expect(unmeasured).toMatch(/\| filelife +\| attaches, but has told of 0 of 100/);
});
