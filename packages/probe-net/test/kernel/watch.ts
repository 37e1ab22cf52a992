import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { type ProbeEvent, type ProbeOptions, type SessionFilter, use } from "@probekit/core";
import { collect } from "@probekit/core/testing";
import { describePlans } from "@probekit/core/testing/vitest";
import * as kernel from "@probekit/native";
import { afterAll, beforeAll, expect } from "vitest";
import net from "../../src/probe.js";

export type NetEvent = ProbeEvent<typeof net>;
export type Named<Name extends NetEvent["event"]> = Extract<NetEvent, { event: Name }>;

/** The plan under test. */
export let plan = "";

/** The tests of a file, once for each plan that this kernel takes. */
export function describeByPlan(tests: () => void): void {
  describePlans(net, kernel, (name) => {
    beforeAll(() => {
      plan = name;
    });
    tests();
  });
}

/** What this process and its children do on the network while `action` runs. */
export async function watch(...args: Parameters<typeof watchAndCount>): Promise<NetEvent[]> {
  return (await watchAndCount(...args)).events;
}

/** With how many runs of programs the kernel has missed: where they can be preempted, those of other tasks as well. */
export async function watchAndCount(
  action: () => unknown,
  options: ProbeOptions<typeof net> = {},
  filter: SessionFilter = {},
  follow = true,
  wanted?: readonly string[],
): Promise<{ events: NetEvent[]; missed: number }> {
  const probes = [use(net, options, { plan, events: wanted })] as const;
  const { events, stats } = await collect({ kernel, probes, follow, filter }, action);
  expect(stats.lost.filter(({ cause }) => cause !== "missed")).toEqual([]);
  const missed = stats.lost.reduce((sum, { count }) => sum + count, 0);
  return { events: events as NetEvent[], missed };
}

export function named<Name extends NetEvent["event"]>(events: readonly NetEvent[], name: Name) {
  return events.filter((event): event is Named<Name> => event.event === name);
}

const env = {
  ...process.env,
  PYTHONPATH: new URL("../programs", import.meta.url).pathname,
  PYTHONDONTWRITEBYTECODE: "1",
};

/** Runs a script that has test/programs/sockets.py at hand, to its end; gives what it says. */
export function python<Facts = Record<string, never>>(script: string, ...args: (string | number)[]): Facts {
  const output = execFileSync("python3", pythonArguments(script, args), {
    ...{ env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  });
  return JSON.parse(output || "{}");
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "probe-net-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Compiles a program of test/programs; gives its path. */
export function compiled(name: string): string {
  const source = new URL(`../programs/${name}.c`, import.meta.url).pathname;
  const program = path.join(folder, name);
  /* Where test files share a process, the file before has removed it. */
  fs.mkdirSync(folder, { recursive: true });
  execFileSync("cc", ["-O1", "-Wall", "-o", program, source]);
  return program;
}

function pythonArguments(script: string, args: readonly (string | number)[]): string[] {
  /* Without site-packages, whose import takes longer than all else. */
  return ["-S", "-c", `from sockets import *\n${script}\nsettle()`, ...args.map(String)];
}

/** What is seen of each of several scripts, which run one after another in one session. */
export async function watchEach(
  scripts: readonly (readonly [script: string, ...args: string[]])[],
): Promise<NetEvent[][]> {
  const events = await watch(() => {
    for (const [script, ...args] of scripts) python(script, ...args);
  });
  const byPid = new Map<number, NetEvent[]>();
  for (const event of events) byPid.set(event.pid, [...(byPid.get(event.pid) ?? []), event]);
  return [...byPid.values()];
}

/** A script that runs beside the test, which it tells what it has to say a line at a time. */
export class Python<Facts = Record<string, unknown>> {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(script: string, ...args: (string | number)[]) {
    this.#child = spawn("python3", pythonArguments(script, args), {
      ...{ env, stdio: ["pipe", "pipe", "inherit"] },
    });
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream })[
      Symbol.asyncIterator
    ]();
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** The next thing that it says. */
  async said(): Promise<Facts> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the script has ended");
    return JSON.parse(value);
  }

  /** Lets a script go on that waits in `input()`. */
  goOn(line = ""): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  stop(): void {
    this.#child.kill();
  }

  async ended(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "exit");
    expect(this.#child.exitCode).toBe(0);
  }
}
