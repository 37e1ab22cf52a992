import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { authorPackage, type Change, giveTo } from "./author-package.js";
import { Probe, probe, unprivileged } from "./probe.js";

const unchecked: Change = ["bpf/mine.bpf.c", "\tif (!times)\n\t\treturn 0;\n", ""];
const betterPlan: Change = [
  "src/probe.ts",
  '    plan("tracepoint"',
  '    plan("better", { on_call: tracepoint("syscalls", "sys_enter_no_such_call") }),\n    plan("tracepoint"',
];

describe("probe build", () => {
  test("builds the package of the current folder and says what this kernel makes of each plan", async () => {
    const folder = authorPackage(betterPlan);
    const { status, stdout, stderr } = await new Probe(["build"], { cwd: folder }).outcome;
    expect(stdout).toMatch(/^mine 0\.1\.0: bpf\/mine\.bpf\.o \([\d.]+ KiB\) and probe\.json$/m);
    expect(stdout).toMatch(
      /^ {2}✗ better: attach on_call to syscalls:sys_enter_no_such_call: this kernel has no such target$/m,
    );
    expect(stdout).toMatch(/^ {2}✓ tracepoint\n {6}on_call {2}\d+ instructions/m);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const file of ["dist/probe.js", "dist/probe.d.ts", "bpf/mine.bpf.o", "probe.json"])
      expect([file, existsSync(path.join(folder, file))]).toEqual([file, true]);

    const listed = await probe("info", folder);
    expect(listed.stdout).toMatch(/^mine {2}Calls of getpriority\(\)/);
  });

  test("says the same as JSON", async () => {
    const { status, stdout } = await probe("build", authorPackage(), "--output", "json");
    expect(JSON.parse(stdout)).toEqual({
      ...{ name: "mine", package: "probekit-probe-mine", version: "0.1.0", object: "bpf/mine.bpf.o" },
      objectSizeBytes: expect.any(Number),
      plans: [
        {
          ...{ plan: "tracepoint", works: true, absent: [] },
          programs: [
            { name: "on_call", instructions: expect.any(Number), verifiedInstructions: expect.any(Number) },
          ],
        },
      ],
    });
    expect(status).toBe(0);
  });

  test("leaves the kernel out when told to, and without rights, and says so", async () => {
    const asked = await probe("build", authorPackage(), "--no-load");
    expect(asked.stdout).toMatch(/^Nothing was loaded: not asked for \(--no-load\)$/m);
    const folder = authorPackage();
    giveTo(folder, 65534);
    const { status, stdout, stderr } = await unprivileged("build", folder);
    expect(stdout).toMatch(/^Nothing was loaded: loading needs CAP_BPF and CAP_PERFMON: run it with sudo/m);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("fails where the verifier refuses a plan, with place, reason and remedy", async () => {
    const folder = authorPackage(unchecked);
    const { status, stdout, stderr } = await probe("build", folder);
    expect(stdout).toMatch(/^ {2}✗ tracepoint: load mine\.bpf\.o: EACCES: R0 invalid mem access/m);
    expect(stderr.replace(/EACCES: R\d.*/, "…").replace("&calls, …", "&calls")).toBe(
      `probe: mine: load on_call of mine.bpf.o: …
  bpf/mine.bpf.c:26:9: return ++*times; /* no other thread has this one */
  R0 may be null: it is the result of bpf_map_lookup_elem(&calls)
  → check the result of bpf_map_lookup_elem(&calls, …) before use: if (!value) return 0;
`,
    );
    expect(status).toBe(1);
    const verbose = await probe("build", folder, "--verbose");
    expect(verbose.stderr).toContain("-- BEGIN PROG LOAD LOG --");
  });

  test("fails with TypeScript's own words and place", async () => {
    const { status, stdout, stderr } = await probe(
      "build",
      authorPackage(["src/probe.ts", "who: integer", "who: integr"]),
    );
    expect(stderr).toMatch(
      /^probe: compile src\/probe\.ts: TS2552: Cannot find name 'integr'.*\n {2}src\/probe\.ts:21:12: who: integr\(/,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  });

  test("runs nothing, as root, of a package that is someone else's", async () => {
    const folder = authorPackage();
    giveTo(folder, 65534);
    const { status, stdout, stderr } = await probe("build", folder, "--no-load");
    expect(stderr).toMatch(
      /^probe: probekit-probe-mine: refused with these rights: .* belongs to user 65534/,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(existsSync(path.join(folder, "dist"))).toBe(false);
  });

  test("by sudo leaves nothing of root's in the author's folder", async () => {
    const folder = authorPackage();
    giveTo(folder, 65534);
    const env = { ...process.env, SUDO_UID: "65534" };
    const { status, stderr } = await new Probe(["build", folder, "--no-load"], { env }).outcome;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const file of ["dist", "dist/probe.js", "bpf/mine.bpf.o", "probe.json"])
      expect([file, statSync(path.join(folder, file)).uid]).toEqual([file, 65534]);
    expect((await unprivileged("build", folder)).status).toBe(0);
  });

  test("says what to install where there is no clang, and what a folder lacks", async () => {
    const without = { env: { ...process.env, PATH: "/nonexistent" } };
    const noClang = await new Probe(["build", authorPackage()], without).outcome;
    expect(noClang.stderr).toMatch(/^probe: no clang with llvm-strip, .*apt-get install clang llvm$/m);
    expect(noClang.status).toBe(1);
    const noPackage = await probe("build", "/proc");
    expect(noPackage.stderr).toMatch(/^probe: build \/proc: it has no package\.json$/m);
    expect(noPackage.status).toBe(1);
  });
});

test("probe build --types prints what a contract has to say of a struct, and builds nothing", async () => {
  const folder = authorPackage();
  const { status, stdout } = await probe("build", folder, "--types", "mine_asked");
  expect(stdout).toBe(
    'record("mine_asked", "…", {\n  times: integer(),\n  who: integer(),\n  which: integer(),\n})\n',
  );
  expect(status).toBe(0);
  expect(existsSync(path.join(folder, "bpf/mine.bpf.o"))).toBe(false);
});
