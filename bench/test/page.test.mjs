import { describe, expect, it } from "vitest";
import { renderPage } from "../lib/page.mjs";
import { rule } from "../lib/rule.mjs";

const machine = {
  cpu: "a CPU",
  cores: 2,
  memoryGiB: 8,
  kernel: "6.1",
  node: "v20",
  niceness: -5,
  loadAverage: "0.5",
  date: "2026-11-20",
};

function page(sections) {
  const report = () => [
    { name: "opensnoop", version: "libbpf-tools 0.26.0", file: "/usr/sbin/opensnoop" },
    { name: "filelife", version: "libbpf-tools 0.26.0", refusal: "no kprobe event" },
    { name: "execsnoop", version: "given", file: "/tmp/execsnoop" },
  ];
  return renderPage({ sections, peers: { report }, rounds: 3, begun: machine, ended: machine });
}

describe("the page", () => {
  it("has all rules in one table, those that do not hold too", () => {
    const text = page([
      { title: "One", rules: [rule("a ≤ b", "1/2", true)] },
      { title: "Two", rules: [rule("c ≤ d", "3 times", false), rule("e ≤ f", "no peer")] },
    ]);
    const demanded = text.slice(text.indexOf("## What was demanded"), text.indexOf("## Machine"));
    for (const cells of [/a ≤ b .*\| holds /, /c ≤ d .*\| does not hold /, /e ≤ f .*\| not measured /])
      expect(demanded).toMatch(cells);
  });

  it("names a peer that could not be measured with its reason, and another build by its path", () => {
    expect(page([])).toMatch(/\| filelife +\| libbpf-tools 0.26.0 +\| no kprobe event/);
    expect(page([])).toMatch(/\| execsnoop +\| \/tmp\/execsnoop /);
  });

  it("has a part that failed with its reason", () => {
    expect(page([{ title: "Ready", failure: "no time" }])).toContain(
      "## Ready\n\nCould not be measured: no time",
    );
  });

  it("shows charts, and tables whose cells have bars in them", () => {
    const table = { head: ["name"], rows: [["a|b"]] };
    const text = page([{ title: "One", tables: [table], charts: [{ name: "rate", title: "By rate" }] }]);
    expect(text).toContain("![By rate](performance/rate.svg)");
    expect(text).toContain("a\\|b");
  });
});
