import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { jsonLines, Probe, probe } from "./probe.js";

const script = '/bin/echo one; /bin/echo two ""; /nonexistent; exit 3';

describe("probe run -- command", () => {
  test("traces exactly what the command executes, and ends as it does", async () => {
    const { status, stdout, stderr } = await probe(
      "run",
      "exec",
      "--output",
      "json",
      "--",
      "sh",
      "-c",
      script,
    );
    expect(jsonLines(stdout).map(({ argv, errno }) => ({ argv, errno }))).toEqual([
      { argv: ["sh", "-c", script], errno: null },
      { argv: ["/bin/echo", "one"], errno: null },
      { argv: ["/bin/echo", "two", ""], errno: null },
      { argv: ["/nonexistent"], errno: "ENOENT" },
    ]);
    expect(stderr).toMatch(/^one$/m);
    expect(stderr).toMatch(/^exec: tracing with plan tracepoint$/m);
    expect(stderr).toMatch(/^probe: ready, tracing exec in sh and what it starts$/m);
    expect(stderr).toMatch(/^probe: 4 events, none lost$/m);
    expect(status).toBe(3);
  });

  test("prints a table when nothing else is asked for", async () => {
    const { stdout } = await probe("run", "exec", "--", "sh", "-c", `${script} >&2`);
    expect(
      stdout.replace(/^\d\d:\d\d:\d\d\.\d\d\d +\d+ +\d+ +root /gm, "T P "),
    ).toContain(`T P  sh               -         /bin/echo                 /bin/echo two ''
T P  sh               ENOENT    /nonexistent              /nonexistent
`);
  });

  test("prints only the events for which a condition is true, in both formats alike", async () => {
    const where = ["--where", 'argv[1] == "two" || errno == "ENOENT"'];
    const command = ["--", "sh", "-c", script];
    const json = await probe("run", "exec", ...where, "-o", "json", ...command);
    expect(jsonLines(json.stdout).map(({ argv }) => argv)).toEqual([
      ["/bin/echo", "two", ""],
      ["/nonexistent"],
    ]);
    expect(json.stderr).toMatch(/^probe: 2 events, none lost$/m);
    const table = await probe("run", "exec", ...where, ...command);
    expect(table.stdout.trim().split("\n")).toHaveLength(3);
  });

  test("passes on what the probe was told not to report", async () => {
    const { stdout } = await probe(
      "run",
      "exec",
      "--no-failed",
      "-o",
      "json",
      "--",
      "sh",
      "-c",
      "/nonexistent; /bin/true",
    );
    expect(jsonLines(stdout).map(({ argv }) => argv)).toEqual([
      ["sh", "-c", "/nonexistent; /bin/true"],
      ["/bin/true"],
    ]);
  });

  test.each([
    ["a command that is killed", ["sh", "-c", "kill -9 $$"], 137],
    ["a command that is not there", ["no-such-command"], 127],
    ["a command that is no program", ["/etc/passwd"], 126],
  ])("ends as a shell would for %s", async (_, command, status) => {
    expect(await probe("run", "exec", "--", ...command)).toMatchObject({ status, signal: null });
  });

  test("has the command to itself after --count events", async () => {
    const { status, stdout } = await probe(
      "run",
      "exec",
      "--count",
      "1",
      "-o",
      "json",
      "--",
      "sh",
      "-c",
      "/bin/true; exit 5",
    );
    expect(jsonLines(stdout)).toHaveLength(1);
    expect(status).toBe(5);
  });

  test("leaves the command alone when the reader of the events goes away", async () => {
    const traced = "for i in 1 2 3 4 5 6 7 8; do /bin/true; done; exit 4";
    const { child, outcome } = new Probe(["run", "exec", "-o", "json", "--", "sh", "-c", traced]);
    child.stdout?.destroy();
    const { status, stderr } = await outcome;
    expect(status).toBe(4);
    expect(stderr).not.toMatch(/EPIPE|Error/);
  });

  test("passes SIGTERM on to the command", async () => {
    const traced = 'trap "exit 9" TERM; echo waiting; while :; do sleep 0.05; done';
    const running = new Probe(["run", "exec", "--", "sh", "-c", traced]);
    await running.printed("stdout", /waiting/);
    running.child.kill("SIGTERM");
    expect(await running.outcome).toMatchObject({ status: 9 });
  });

  test("says where events are missing, as JSON and at the end", async () => {
    /* A stopped reader: what the ring of one page cannot hold is lost. */
    const traced = "kill -STOP $PPID; for i in $(seq 100); do /bin/true; done; kill -CONT $PPID";
    const { stdout, stderr } = await probe(
      "run",
      "exec",
      "-o",
      "json",
      "--buffer-size",
      "4K",
      "--",
      "sh",
      "-c",
      traced,
    );
    const lines = jsonLines(stdout);
    const lost = lines.filter(({ event }) => event === "lost");
    const total = lost.reduce((sum, { count }) => sum + Number(count), 0);
    expect(lost[0]).toMatchObject({ probe: "exec", cause: "ringFull", time: expect.stringMatching(/Z$/) });
    /* The shell, seq, and a hundred more. */
    expect(lines.length - lost.length + total).toBe(102);
    expect(stderr).toMatch(`events, ${total} lost\n  exec: ${total} lost: ringFull: `);
  });

  test("keeps an argument that would command the terminal: lossless as JSON, harmless in a table", async () => {
    const argument = "\x1b]0;owned\x07\x9b31m\u202e\n";
    const command = ["--", "/bin/true", argument];
    const [json, table] = await Promise.all([
      probe("run", "exec", "-o", "json", ...command),
      probe("run", "exec", ...command),
    ]);
    expect(jsonLines(json.stdout)[0]?.argv).toEqual(["/bin/true", argument]);
    expect(table.stdout).toContain("/bin/true $'\\x1b]0;owned\\x07\\u009b31m\\u202e\\n'\n");
  });

  test("keeps bytes that are not UTF-8", async () => {
    const script = "/bin/true $(printf 'a\\377')";
    const { stdout } = await probe("run", "exec", "-o", "json", "--", "sh", "-c", script);
    expect(jsonLines(stdout)[1]?.argv).toEqual(["/bin/true", "a\udcff"]);
  });
});

describe("probe run --follow", () => {
  test("traces what a process has started before and what it starts", async () => {
    const parent = spawn(
      "sh",
      ["-c", "(read line; /bin/echo grandchild) <&3 & read line <&3; /bin/echo child; wait"],
      {
        stdio: ["ignore", "ignore", "inherit", "pipe"],
      },
    );
    onTestFinished(() => void parent.kill());
    await once(parent, "spawn");
    const traced = new Probe(["run", "exec", "-o", "json", "--count", "2", "--follow", String(parent.pid)]);
    await traced.ready();
    (parent.stdio[3] as Writable).write("go\ngo\n");
    const { stdout } = await traced.outcome;
    expect(
      jsonLines(stdout)
        .map(({ argv }) => (argv as string[])[1])
        .sort(),
    ).toEqual(["child", "grandchild"]);
  });

  test("of a process that is not there is told at once", async () => {
    const { status, stderr } = await probe("run", "exec", "--follow", "4194303");
    expect(stderr).toContain("There is no process 4194303.");
    expect(status).toBe(2);
  });
});
