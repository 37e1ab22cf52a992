import { readlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { type Outcome, Probe, probe, unprivileged } from "./probe.js";

const own = ["pid", "mnt"].flatMap((kind) => [`--${kind}-ns`, readlinkSync(`/proc/self/ns/${kind}`)]);

/** Two sessions: one with visibility and one without. */
async function sessions() {
  const [open, closed] = [
    new Probe(["run", "exec", "--visibility", "-o", "json"]),
    new Probe(["run", "exec"]),
  ];
  await Promise.all([open.ready(), closed.ready()]);
  const change = (...words: string[]): Promise<Outcome> =>
    probe("visibility", "--session", String(open.child.pid), ...words);
  return { open, closed, change };
}

test("a running session hides a pair of namespaces, and shows it again", async () => {
  const { open, change } = await sessions();
  const nothing = await change("-o", "json");
  expect(JSON.parse(nothing.stdout)).toEqual([
    { session: open.child.pid, comm: "node", visibility: true, entries: [] },
  ]);

  const hidden = await change(...own, "--hide", "process,file");
  expect(hidden.stdout).toMatch(/^\d+ +node +\d+ +\d+ +file, process$/m);
  /* The session of this run sees itself; the other one must not. */
  await probe("run", "exec", "--", "/bin/echo", "while hidden");
  await change(...own, "--show", "file");
  await probe("run", "exec", "--", "/bin/echo", "still hidden");
  const shown = await change(...own, "--show", "all");
  expect(shown.stdout).toMatch(/^\d+ +node +- +- +nothing$/m);
  await probe("run", "exec", "--", "/bin/echo", "shown again");
  open.child.kill("SIGTERM");
  const { stdout } = await open.outcome;
  expect(stdout).toContain("shown again");
  expect(stdout).not.toMatch(/while hidden|still hidden/);
});

test("sessions are listed, also those that cannot be changed, and none that was killed", async () => {
  const { open, closed } = await sessions();
  const { stdout } = await probe("visibility");
  expect(stdout).toMatch(/^SESSION +COMM +PID NS +MNT NS +HIDDEN\n/);
  expect(stdout).toMatch(new RegExp(`^${open.child.pid} +node +- +- +nothing$`, "m"));
  expect(stdout).toMatch(new RegExp(`^${closed.child.pid} +node +- +- +opened without --visibility$`, "m"));

  const refused = await probe("visibility", "--session", String(closed.child.pid), ...own, "--hide", "file");
  expect(refused).toMatchObject({ status: 1, stdout: "" });
  expect(refused.stderr).toMatch("the session was opened without visibility; run it again with --visibility");

  open.child.kill("SIGKILL");
  await open.outcome;
  const { stderr } = await probe("visibility", "--session", String(open.child.pid));
  expect(stderr).toMatch(`probe: process ${open.child.pid} has no session`);
});

test.each([
  ["half of a pair", ["--pid-ns", "1", "--hide", "file"], /--pid-ns and --mnt-ns say together what is meant/],
  ["a pair alone", [...own], /say what to change, with --hide or --show/],
  ["an unknown word", [...own, "--hide", "files"], /not "files"; did you mean file\?/],
  ["a contradiction", [...own, "--hide", "all", "--show", "file"], /file cannot be hidden and shown/],
  ["a process without a session", ["--session", "1"], /process 1 has no session/],
])("says what is wrong with %s", async (_, words, message) => {
  const { status, stdout, stderr } = await probe("visibility", ...words);
  expect(status).not.toBe(0);
  expect(stdout).toBe("");
  expect(stderr).toMatch(message);
});

test("says which right is missing", async () => {
  const { status, stderr } = await unprivileged("visibility");
  expect([status, stderr]).toEqual([
    1,
    "probe: to reach the maps of running sessions needs CAP_SYS_ADMIN: run it with sudo\n",
  ]);
});
