import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jsonLines } from "./probe.js";

const bin = fileURLToPath(new URL("../../bin/probe.mjs", import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), "probekit-pid-ns-"));
const again = path.join(folder, "again.sh");

/* Executes programs all the time, without and with another process id. */
beforeAll(() => writeFileSync(again, '/bin/true "$1"; exec sh "$0" "$1"\n'));
afterAll(() => rmSync(folder, { recursive: true }));

const namespaces = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** Runs a script in which `probe` is the command line, inside of pid namespaces. */
async function inside(depth: number, script: string): Promise<Record<string, unknown>[]> {
  const [command = "", ...words] = new Array<string[]>(depth).fill(namespaces).flat();
  const whole = `probe() { ${process.execPath} ${bin} "$@"; }\n${script}`;
  const { stdout } = await promisify(execFile)(command, [...words, "sh", "-c", whole]);
  return jsonLines(stdout);
}

const traced = "/bin/true one; unshare --pid --fork --kill-child /bin/true two; :";

describe.each([1, 2])("probe run, %i pid namespaces deep,", (depth) => {
  test("traces exactly what the command executes", async () => {
    const events = await inside(depth, `probe run exec --no-failed -o json -- sh -c '${traced}'`);
    expect(events.map(({ argv }) => (argv as string[]).at(-1))).toEqual([traced, "one", "two", "two"]);
  });

  test.each([
    ["--pid $!", ["sh"]],
    ["--tid $!", ["sh"]],
    ["--ppid $!", ["true"]],
    ["--pid !$! --ppid $!", ["true"]],
  ])("takes the process ids of its own namespace: %s", async (filter, comms) => {
    const events = await inside(
      depth,
      `sh ${again} other & sh ${again} meant & probe run exec ${filter} --count 4 -o json`,
    );
    expect(events).toHaveLength(4);
    for (const { argv } of events) expect((argv as string[]).at(-1)).toBe("meant");
    expect([...new Set(events.map(({ comm }) => comm))]).toEqual(comms);
  });
});
