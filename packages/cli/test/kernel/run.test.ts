import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jsonLines, Probe, probe } from "./probe.js";

let busy: ChildProcess;

/* Something that executes programs all the time. */
beforeAll(() => {
  busy = spawn("sh", ["-c", "while :; do /bin/true busy; done"], { stdio: "ignore" });
});

afterAll(() => {
  busy.kill("SIGKILL");
});

describe("probe run", () => {
  test("ends after --count events", async () => {
    const { status, stdout, stderr } = await probe("run", "exec", "--count", "3", "-o", "json");
    expect(jsonLines(stdout)).toHaveLength(3);
    expect(stderr).toMatch(/^probe: 3 events, none lost$/m);
    expect(status).toBe(0);
  });

  test("ends after --duration", async () => {
    const { status, stderr } = await probe("run", "exec", "--duration", "200ms");
    expect(stderr).toMatch(/^probe: \d+ events?, none lost$/m);
    expect(status).toBe(0);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("ends well by %s", async (signal) => {
    const running = new Probe(["run", "exec"]);
    await running.ready();
    running.child.kill(signal);
    expect(await running.outcome).toMatchObject({ status: 0, signal: null });
  });

  test("takes a SIGINT that comes twice, as under npm, for one", async () => {
    const running = new Probe(["run", "exec"]);
    await running.ready();
    running.child.kill("SIGINT");
    setTimeout(() => running.child.kill("SIGINT"), 20);
    const { status, signal, stderr } = await running.outcome;
    expect({ status, signal }).toEqual({ status: 0, signal: null });
    expect(stderr).toMatch(/^probe: \d+ events?, none lost$/m);
  });

  test("ends quietly when its reader has had enough", async () => {
    const { child, outcome } = new Probe(["run", "exec"]);
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { status, stderr } = await outcome;
    expect(stderr).not.toMatch(/EPIPE|Error|events/);
    expect(status).toBe(0);
  });

  test("keeps to its filter", async () => {
    const { stdout } = await probe("run", "exec", "--ppid", String(busy.pid), "--count", "5", "-o", "json");
    expect(new Set(jsonLines(stdout).map(({ ppid }) => ppid))).toEqual(new Set([busy.pid]));
  });

  test("tells two probes' events apart", async () => {
    const { stdout } = await probe("run", "exec", "filelife", "--count", "2");
    expect(stdout).toMatch(/^TIME +PROBE +PID +COMM +DETAILS\n/);
    expect(stdout).toMatch(/^\S+ {2}exec +\d+ {2}true +\/bin\/true busy/m);
  });

  test.each([
    ["no probe", [], /missing required argument/],
    ["a probe that is not there", ["nope"], /no probe is called nope; installed are .*exec/],
    [
      "an option that is not there",
      ["exec", "--faild"],
      /unknown option '--faild'\n\(Did you mean --failed\?\)/,
    ],
    [
      "a value that a probe does not take",
      ["exec", "--max-argv-bytes", "1"],
      /^probe: exec: configure: maxArgvBytes/,
    ],
    ["a plan that is not there", ["exec", "--plan", "magic"], /there is no such plan; it has tracepoint/],
    ["a list that is half negated", ["exec", "--pid", "1,!2"], /! before every value or before none/],
    ["a size that the kernel does not take", ["exec", "--buffer-size", "10M"], /power of two/],
    [
      "two filters about pid namespaces",
      ["exec", "--host-only", "--pid-ns", "1"],
      /'--host-only' cannot be used with option '--pid-ns <list>'/,
    ],
    [
      "two filters that leave nothing",
      ["exec", "--host-only", "--containers-only"],
      /'--host-only' cannot be used with option '--containers-only'/,
    ],
    [
      "a container that does not run",
      ["exec", "--container", "fff"],
      /fff: no container below .* has that id/,
    ],
    ["a cgroup that is not there", ["exec", "--cgroup", "/no/such"], /filter cgroup: expected a directory/],
    ["no command after --", ["exec", "--"], /-- is followed by no command/],
  ])("says what is wrong with %s", async (_, words, message) => {
    const { status, stdout, stderr } = await probe("run", ...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});
