import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { onTestFinished } from "vitest";

/** What `os.getPriority` is asked about by subjects: an id that no process has. */
export const mark = 777_777;

/** The words that run a program in new pid and mount namespaces. */
export const inNamespaces = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"] as const;

/** What a process or thread says of itself. */
export interface OwnWords {
  readonly pid: number;
  readonly tid: number;
  readonly ppid: number;
  readonly pidNs: number;
  readonly mntNs: number;
}

const call = `try { require("os").getPriority(${mark}) } catch {}`;

const ownWords = `(() => {
  const { readlinkSync } = require("fs");
  const namespace = (kind) => Number(readlinkSync("/proc/thread-self/ns/" + kind).replace(/\\D/g, ""));
  const tid = Number(readlinkSync("/proc/thread-self").split("/").pop());
  return { pid: process.pid, tid, ppid: process.ppid, pidNs: namespace("pid"), mntNs: namespace("mnt") };
})()`;

/** Source for `node -e`: calls getpriority(mark) at once. */
export const callOnce = call;

/**
 * A process that calls `getpriority(mark)` once in its main thread, or in one of its own, and
 * then waits for the end of the test.
 */
export class Subject {
  readonly child: ChildProcess;
  readonly words: Promise<OwnWords>;

  constructor(prefix: readonly string[], { inThread = false } = {}) {
    const report = `${call}; require("fs").writeSync(1, JSON.stringify(${ownWords}) + "\\n")`;
    const main = inThread
      ? `new (require("worker_threads").Worker)(${JSON.stringify(`${report}; setInterval(() => {}, 1e6)`)}, { eval: true })`
      : report;
    const [command = "", ...args] = [
      ...prefix,
      process.execPath,
      "-e",
      `${main}; process.stdin.resume().on("end", process.exit)`,
    ];
    this.child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    const ended = once(this.child, "exit");
    onTestFinished(async () => {
      this.child.stdin?.end();
      this.child.kill("SIGKILL");
      await ended;
    });
    this.words = this.#read();
  }

  async #read(): Promise<OwnWords> {
    let text = "";
    for await (const chunk of this.child.stdout ?? []) {
      text += chunk;
      if (text.includes("\n")) break;
    }
    return JSON.parse(text) as OwnWords;
  }
}

/** A thread as this process sees it, in the host's numbers. */
export interface SeenFromHost {
  readonly pid: number;
  readonly tid: number;
  readonly ppid: number;
}

/** Finds a thread by its number in its own namespace. */
export function findFromHost({ tid, pidNs }: OwnWords): SeenFromHost {
  for (const pid of numbersIn("/proc")) {
    try {
      for (const task of numbersIn(`/proc/${pid}/task`)) {
        const folder = `/proc/${pid}/task/${task}`;
        const inNamespace = readlinkSync(`${folder}/ns/pid`) === `pid:[${pidNs}]`;
        if (inNamespace && Number(statusField(folder, "NSpid").at(-1)) === tid) {
          return { pid, tid: task, ppid: Number(statusField(folder, "PPid")[0]) };
        }
      }
    } catch {
      /* It has ended meanwhile. */
    }
  }
  throw new Error(`no thread ${tid} in pid namespace ${pidNs}`);
}

/** The numbers of a process from this namespace inwards. */
export function nestedNumbers(pid: number): number[] {
  return statusField(`/proc/${pid}`, "NSpid").map(Number);
}

function numbersIn(folder: string): number[] {
  return readdirSync(folder).map(Number).filter(Number.isInteger);
}

function statusField(folder: string, name: string): string[] {
  const line = new RegExp(`^${name}:\\t(.*)$`, "m").exec(readFileSync(`${folder}/status`, "utf8"))?.[1] ?? "";
  return line.split("\t");
}
